// SPDX-License-Identifier: Apache-2.0
// The whole gateway in one process: WWSF, IWF, P-CSCF/IMS-ALG, eIMS-AGW, wIMPU Registrar and enhanced I-CSCF.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "demo/gateway.hpp"
#include "host/descriptor_limit.hpp"
#include "host/json_log.hpp"
#include "host/stop_signal.hpp"

int main(int argc, char** argv) {
    using namespace wims;

    demo::Options options;
    CLI::App app("webrtc-ims: every entity of the gateway in one process", "wims-demo");
    app.add_option("--address", options.address, "IP address of page, W2, W3, Mw and control")->check(CLI::ValidIPV4);
    app.add_option("--state", options.state, "folder with server.pem and server.key; users and token key are made there")
        ->required()
        ->check(CLI::ExistingDirectory);
    app.add_option("--log", options.log, "log file; default: standard error");
    app.add_option("--page-port", options.page_port, "W1, HTTPS");
    app.add_option("--w2-port", options.w2_port, "W2, SIP over secure WebSocket");
    app.add_option("--w3-port", options.w3_port, "W3, UDP");
    app.add_option("--p-cscf-port", options.p_cscf_port, "Mw of the P-CSCF");
    app.add_option("--i-cscf-port", options.i_cscf_port, "Mw of the enhanced I-CSCF");
    app.add_option("--ims-port", options.ims_port, "Mw of the IMS core (mini_ims)");
    app.add_option("--control-port", options.control_port, "plain HTTP: /health, /metrics");
    app.add_flag("--verbose", options.verbose, "debug lines in the log");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }

    const host::StopSignal stop;  // before any thread
    host::raise_descriptor_limit();
    auto log = host::JsonLog::open(options.log, options.verbose ? LogLevel::debug : LogLevel::info);
    if (!log) {
        std::fprintf(stderr, "wims-demo: %s\n", log.error().text.c_str());
        return 2;
    }
    host::MetricsTable metrics;
    auto gateway = demo::Gateway::create(options, **log, metrics);
    if (!gateway) {
        std::fprintf(stderr, "wims-demo: %s\n", gateway.error().text.c_str());
        return 2;
    }
    stop.wait();
    return 0;
}
