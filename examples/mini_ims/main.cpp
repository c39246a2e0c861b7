// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <string_view>
#include <thread>

#include "host/program.hpp"
#include "mini_ims/config.hpp"
#include "mini_ims/control/control.hpp"
#include "mini_ims/options.hpp"

namespace {
using namespace wims;
using namespace wims::mini_ims;

constexpr const char* about =
    "the embedded IMS core: S-CSCF, HSS, the I-CSCF's part of REGISTER, and two phones, echo and tone";
constexpr std::chrono::milliseconds farewell{300};  // for the BYEs of the calls that a stop ends

int fail(const Error& error) {
    std::cerr << "wims-mini-ims: " << error.text << "\n";
    return 1;
}

int run(const Options& options, LogSink& log, const host::StopSignal& stop) {
    LoopThread media("media");  // the phones' RTP, and the control address
    SipLoop sip;
    auto core = Core::create(sip, media.loop(), options, log);
    if (!core) return fail(core.error());

    Result<std::unique_ptr<Control>> control = std::unique_ptr<Control>();
    media.run_and_wait(
        [&] { control = Control::create(media.loop(), sip, **core, options.control, Logger(log, "control")); });
    if (!control) return fail(control.error());

    std::thread waiting([&] {
        stop.wait();
        sip.post([&] {
            (*core)->hang_up_all();
            sip.after(farewell, [&] { sip.stop(); });
        });
    });
    Logger(log, "s-cscf").info("listening", {{"address", to_string(options.s_cscf.listen)}});
    sip.run();
    waiting.join();
    media.run_and_wait([&] { control->reset(); });
    core->reset();
    return 0;
}

int run_from_file(int argc, char** argv) {
    host::Program program("wims-mini-ims", about, 8082);
    Config config;
    declare(program.keys(), config);
    if (const auto status = program.begin(argc, argv)) return *status;
    auto options = understand(config);
    if (!options) return program.refuse(options.error());
    options->control = program.control();
    return program.rehearsal() ? 0 : run(*options, program.log(), program.stop());
}

int run_from_command_line(int argc, char** argv) {
    const host::StopSignal stop;
    const auto options = parse_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    auto log = host::JsonLog::open(std::get<Options>(options).log_file, LogLevel::info);
    if (!log) return fail(log.error());
    return run(std::get<Options>(options), **log, stop);
}

/// A test's core is a line of options; a deployment's is a file.
bool has_file(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument.starts_with("--config") || argument == "--check-config" || argument == "--keys" ||
               argument == "--help";
    });
}
}  // namespace

int main(int argc, char** argv) {
    return has_file(argc, argv) ? run_from_file(argc, argv) : run_from_command_line(argc, argv);
}
