// SPDX-License-Identifier: Apache-2.0
// The WWSF as a host of its own.
#include <iostream>

#include <CLI/CLI.hpp>

#include "common/runtime/event_loop.hpp"
#include "host/descriptor_limit.hpp"
#include "host/json_log.hpp"
#include "host/stop_signal.hpp"
#include "wwsf/server.hpp"
#include "wwsf/user_file.hpp"

namespace {

struct Options {
    wims::wwsf::ServerConfig server;
    std::string log;
    bool demo_users = false;
    std::vector<std::string> contacts;
};

void declare(CLI::App& app, Options& o) {
    auto& s = o.server;
    app.add_option("--address", s.bind.bind.ip, "where to listen")->check(CLI::ValidIPV4)->capture_default_str();
    app.add_option("--port", s.bind.bind.port, "where to listen")->capture_default_str();
    app.add_option("--certificate", s.certificate_file, "PEM chain")->required()->check(CLI::ExistingFile);
    app.add_option("--key", s.private_key_file, "PEM key of the certificate")->required()->check(CLI::ExistingFile);
    app.add_option("--origin", s.origins, "of the page, https://host[:port]; may be given more than once");
    app.add_option("--wss", s.wss, "the W2 address, wss://host:port")->required();
    app.add_option("--users", s.users_file, "user file")->required();
    app.add_option("--signing-key", s.signing_key_file, "PEM P-256 key of the tokens; made on first use")->required();
    app.add_option("--issuer", s.issuer, "the tokens' issuer; default: the first origin");
    app.add_option("--audience", s.audience, "the tokens' audience: the provider's realm")->required();
    app.add_option("--token-life", o.server.token_life, "seconds")->default_str("600");
    app.add_option("--contact", o.contacts, "NAME=URI that the page offers to call; may be given more than once");
    app.add_option("--log", o.log, "log file; default: standard error");
    app.add_flag("--demo-users", o.demo_users, "make the user file of the demo when there is none");
}

bool finish(Options& o) {
    for (const std::string& contact : o.contacts) {
        const auto equals = contact.find('=');
        if (equals == std::string::npos) {
            std::cerr << "error: --contact takes NAME=URI, not " << contact << "\n";
            return false;
        }
        o.server.contacts.push_back({contact.substr(0, equals), contact.substr(equals + 1)});
    }
    if (!o.demo_users) return true;
    const auto made = wims::wwsf::make_demo_users(o.server.users_file);
    if (!made) std::cerr << "error: " << made.error().text << "\n";
    return made.ok();
}

}  // namespace

int main(int argc, char** argv) {
    const wims::host::StopSignal stop;
    wims::host::raise_descriptor_limit();
    Options options;
    options.server.bind.bind = {"127.0.0.1", 8443};
    CLI::App app("webrtc-ims: the WebRTC Web Server Function, with the page and the WIC", "wims-wwsf");
    declare(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    if (!finish(options)) return 2;
    auto log = wims::host::JsonLog::open(options.log, wims::LogLevel::info);
    if (!log) {
        std::cerr << "error: " << log.error().text << "\n";
        return 2;
    }
    wims::LoopThread thread("wwsf");
    std::unique_ptr<wims::wwsf::Server> server;
    std::string problem;
    thread.run_and_wait([&] {
        auto created = wims::wwsf::Server::create(thread.loop(), options.server, **log);
        if (created) server = std::move(*created);
        else problem = created.error().text;
    });
    if (!server) {
        std::cerr << "error: " << problem << "\n";
        return 2;
    }
    std::cout << server->origin() << "\n" << std::flush;
    stop.wait();
    thread.run_and_wait([&] { server.reset(); });
    return 0;
}
