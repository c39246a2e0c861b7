// SPDX-License-Identifier: Apache-2.0
// The whole gateway in one process: WWSFs, IWF, P-CSCF/IMS-ALG, eIMS-AGW, wIMPU Registrar and enhanced I-CSCF.
#include <nlohmann/json.hpp>

#include "demo/gateway.hpp"
#include "host/program.hpp"

int main(int argc, char** argv) {
    using namespace wims;

    host::Program program("wims-demo", "every entity of the gateway in one process", 8081);
    demo::Config config;
    demo::declare(program.keys(), config);
    if (const auto status = program.begin(argc, argv)) return *status;

    if (program.rehearsal()) {
        const auto good = demo::Gateway::check(config, program.log(), program.metrics());
        return good ? 0 : program.refuse(good.error());
    }
    auto gateway = demo::Gateway::create(config, program.log(), program.metrics());
    if (!gateway) return program.refuse(gateway.error());
    (*gateway)->start();
    return program.serve([&] { return (*gateway)->health(); });
}
