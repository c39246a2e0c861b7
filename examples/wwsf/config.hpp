// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/result.hpp>

#include "host/keys.hpp"
#include "wwsf/server.hpp"

namespace wims::wwsf {

enum class DemoUsers : std::uint8_t { none, enterprise, club };

/// What the configuration file of a WWSF says.
struct Config {
    Config() { server.bind.bind = {"127.0.0.1", 8443}; }
    ServerConfig server;
    DemoUsers demo_users = DemoUsers::none;
};

void declare(host::Keys& keys, Config& config);

/// Makes the demo's users where they are asked for and not there yet. io.
Result<void> prepare(const Config& config);

}  // namespace wims::wwsf
