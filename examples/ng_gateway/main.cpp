// SPDX-License-Identifier: Apache-2.0
// The IMS-ALG and the eIMS-AGW behind rtpengine's ng protocol, for whoever has a SIP proxy that speaks it.
#include <nlohmann/json.hpp>

#include "host/made_on.hpp"
#include "host/program.hpp"
#include "ng_gateway/config.hpp"
#include "ng_gateway/ng/server.hpp"

int main(int argc, char** argv) {
    using namespace wims;

    host::Program program("wims-ng-gateway", "WebRTC to RTP for SIP proxies that speak rtpengine's ng protocol", 8087);
    ng::Config config;
    ng::declare(program.keys(), config);
    ng::declare_options(program, config);
    if (const auto status = program.begin(argc, argv)) return *status;
    if (auto good = ng::complete(config); !good) return program.refuse(good.error());

    const auto codecs = host::make_codecs(config.transcoding);
    if (!codecs) return program.refuse(codecs.error());
    if (*codecs) {
        config.ims_agw.codecs = codecs->get();
        config.calls.codecs = (*codecs)->codecs();
    }
    auto agw = media::ImsAgw::create(config.ims_agw, program.log(), program.metrics());
    if (!agw) return program.refuse(agw.error());
    LoopThread thread("ng");
    std::unique_ptr<ng::Calls> calls;
    std::unique_ptr<ng::Server> server;
    const auto made = host::made_on<ng::Server>(thread, server, [&] {
        calls = std::make_unique<ng::Calls>(config.calls, thread.loop(), **agw, program.log());
        return ng::Server::create(config.listen, thread.loop(), *calls, program.log(), program.metrics());
    });

    int status = 2;
    if (!made) {
        status = program.refuse(made.error());
    } else {
        status = program.serve([&] {
            const auto media = (*agw)->health();
            return nlohmann::json{
                {"status", "in service"},
                {"ng_gateway", {{"dialogs", calls->size()}}},
                {"ims_agw", {{"contexts", media.contexts}, {"core_ports_free", media.core_ports_free}}}};
        });
    }
    thread.run_and_wait([&] {
        server.reset();
        calls.reset();
    });
    return status;
}
