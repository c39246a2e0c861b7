// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <iostream>

#include <wims/registry/registrar_server.hpp>

#include "common/runtime/event_loop.hpp"
#include "host/json_log.hpp"
#include "host/metrics_table.hpp"
#include "host/stop_signal.hpp"

/// A wIMPU Registrar with two blocks for the clients of `run`:  w6w7-registrar <folder of certificates> <port>
/// At its end it writes its counters.
int main(int argc, char** argv) {
    using namespace wims;
    if (argc != 3) {
        std::cerr << "usage: w6w7-registrar <folder of certificates> <port>\n";
        return 2;
    }
    const host::StopSignal stop;
    const std::string folder = argv[1];
    const std::string w1 = "sip:w1-!.*!@webrtc.operator.example", w2 = "sip:w2-!.*!@webrtc.operator.example";
    auto opened = host::JsonLog::open(folder + "/registrar.log", LogLevel::info);
    if (!opened) {
        std::cerr << opened.error().text << "\n";
        return 1;
    }
    host::JsonLog& log = **opened;
    host::MetricsTable metrics;
    LoopThread thread("registrar");

    registry::WimpuRegistrarConfig config;
    config.blocks = {{w1, {"enterprise.com"}, 1000000}, {w2, {"other.example"}, 1000000}};
    config.contacts_per_entry = 200;
    auto registrar = registry::WimpuRegistrar::create(config, thread.loop(), log, metrics);

    registry::RegistrarServerConfig serving;
    serving.bind = {{"127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[2]))}, {}};
    serving.certificate_file = folder + "/registrar.pem";
    serving.private_key_file = folder + "/registrar.key";
    serving.client_ca_file = folder + "/ca.pem";
    serving.clients = {{"p-cscf-1", {w1}}, {"p-cscf-1b", {w1}},         {"p-cscf-2", {w2}},
                       {"iwf", {}, true},  {"i-cscf", {}, false, true}, {"admin", {}, false, false, true}};
    {
        auto server = registry::RegistrarServer::create(serving, **registrar, log, metrics);
        if (!server) {
            std::cerr << server.error().text << "\n";
            return 1;
        }
        stop.wait();
    }
    thread.run_and_wait([&] { registrar->reset(); });
    std::cout << metrics.to_json() << "\n";
    return 0;
}
