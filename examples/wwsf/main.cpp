// SPDX-License-Identifier: Apache-2.0
// The WWSF as a host of its own.
#include <nlohmann/json.hpp>

#include "host/made_on.hpp"
#include "host/program.hpp"
#include "wwsf/config.hpp"

int main(int argc, char** argv) {
    using namespace wims;

    host::Program program("wims-wwsf", "the WebRTC Web Server Function, with the page and the WIC", 8083);
    wwsf::Config config;
    wwsf::declare(program.keys(), config);
    if (const auto status = program.begin(argc, argv)) return *status;

    if (program.rehearsal()) {
        const auto good = wwsf::Server::check(config.server);
        return good ? 0 : program.refuse(good.error());
    }

    if (const auto users = wwsf::prepare(config); !users) return program.refuse(users.error());
    LoopThread thread("wwsf");
    std::unique_ptr<wwsf::Server> server;
    const auto made = host::made_on<wwsf::Server>(
        thread, server, [&] { return wwsf::Server::create(thread.loop(), config.server, program.log()); });
    if (!made) return program.refuse(made.error());

    const int status = program.serve([&] {
        return nlohmann::json{{"status", "in service"},
                              {"wwsf", {{"origin", server->origin()}, {"issuer", server->issuer()}}}};
    });
    thread.run_and_wait([&] { server.reset(); });
    return status;
}
