// SPDX-License-Identifier: Apache-2.0
// The enhanced I-CSCF as a host of its own: W7 to a registrar elsewhere, Cx from a table.
#include <nlohmann/json.hpp>

#include "host/program.hpp"
#include "i_cscf/config.hpp"
#include "wimpu_registrar/access.hpp"

int main(int argc, char** argv) {
    using namespace wims;

    host::Program program("wims-i-cscf", "the I-CSCF enhanced for wIMPU access", 8086);
    host::ICscf config;
    registry::RegistrarClientConfig access;
    host::declare(program.keys(), config);
    program.keys().section("registrar", "W7", [&](host::Keys& keys) { host::declare(keys, access); });
    if (const auto status = program.begin(argc, argv)) return *status;

    access.keep_connected = true;
    auto hss = signalling::make_static_location(config.locations);
    if (!hss) return program.refuse(hss.error());
    auto registrar = registry::RegistrarClient::create(access, program.log(), program.metrics());
    if (!registrar) return program.refuse(registrar.error());
    auto i_cscf =
        signalling::ICscf::create(config.i_cscf, {program.log(), program.metrics(), (*registrar)->w7(), **hss});
    if (!i_cscf) return program.refuse(i_cscf.error());
    if (!program.rehearsal()) (*i_cscf)->start();

    return program.serve([&] {
        const bool connected = (*registrar)->health().connected;
        return nlohmann::json{{"status", connected ? "in service" : "waiting for the registrar"},
                              {"i_cscf", {{"registrar_connected", connected}}}};
    });
}
