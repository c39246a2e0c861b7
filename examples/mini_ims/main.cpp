// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <thread>

#include "host/json_log.hpp"
#include "host/stop_signal.hpp"
#include "mini_ims/control/control.hpp"
#include "mini_ims/options.hpp"

namespace {
using namespace wims;
using namespace wims::mini_ims;

constexpr std::chrono::milliseconds farewell{300};  // for the BYEs of the calls that a stop ends

int fail(const Error& error) {
    std::cerr << "wims-mini-ims: " << error.text << "\n";
    return 1;
}

int run(const Options& options, const host::StopSignal& stop) {
    auto log = host::JsonLog::open(options.log_file, LogLevel::info);
    if (!log) return fail(log.error());
    LoopThread media("media");  // the phones' RTP, and the control address
    SipLoop sip;
    auto core = Core::create(sip, media.loop(), options, **log);
    if (!core) return fail(core.error());

    Result<std::unique_ptr<Control>> control = std::unique_ptr<Control>();
    media.run_and_wait([&] {
        control = Control::create(media.loop(), sip, **core, options.control, Logger(**log, "control"));
    });
    if (!control) return fail(control.error());

    std::thread waiting([&] {
        stop.wait();
        sip.post([&] {
            (*core)->hang_up_all();
            sip.after(farewell, [&] { sip.stop(); });
        });
    });
    Logger(**log, "s-cscf").info("listening", {{"address", to_string(options.s_cscf.listen)}});
    sip.run();
    waiting.join();
    media.run_and_wait([&] { control->reset(); });
    core->reset();
    return 0;
}
}  // namespace

int main(int argc, char** argv) {
    const host::StopSignal stop;
    const auto options = parse_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(options), stop);
}
