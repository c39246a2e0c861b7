// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <wims/registry/registrar_server.hpp>

#include "common/http2/server.hpp"

namespace wims::registry {

/// The clients of a configuration, with their blocks in canonical spelling.
class Rights {
public:
    /// usage: a block that is no wildcard, a client without a name or named twice.
    static Result<Rights> create(std::vector<ClientRights> clients);
    /// The first client that has a name of this certificate; null: nobody we know.
    const ClientRights* of(const http2::Peer& peer) const;

private:
    std::vector<ClientRights> clients_;
};

bool may_use(const ClientRights& client, const std::string& wimpu);

}  // namespace wims::registry
