// SPDX-License-Identifier: Apache-2.0
#include "registry/server/rights.hpp"

#include <algorithm>

#include "common/identity/wildcard.hpp"

namespace wims::registry {

Result<Rights> Rights::create(std::vector<ClientRights> clients) {
    Rights rights;
    for (auto& client : clients) {
        const auto same = [&](const ClientRights& other) { return other.name == client.name; };
        if (client.name.empty()) return Error{ErrorKind::usage, "clients: one has no name"};
        if (std::any_of(rights.clients_.begin(), rights.clients_.end(), same))
            return Error{ErrorKind::usage, "clients: " + client.name + " is named twice"};
        for (auto& block : client.blocks) {
            const auto wildcard = identity::Wildcard::parse(block);
            if (!wildcard) return Error{ErrorKind::usage, "clients: " + client.name + ": " + wildcard.error().text};
            block = wildcard->text();
        }
        rights.clients_.push_back(std::move(client));
    }
    return rights;
}

const ClientRights* Rights::of(const http2::Peer& peer) const {
    for (const auto& client : clients_)
        if (std::find(peer.names.begin(), peer.names.end(), client.name) != peer.names.end()) return &client;
    return nullptr;
}

bool may_use(const ClientRights& client, const std::string& wimpu) {
    if (std::find(client.blocks.begin(), client.blocks.end(), wimpu) != client.blocks.end()) return true;
    const auto other_spelling = identity::Wildcard::parse(wimpu);
    return other_spelling &&
           std::find(client.blocks.begin(), client.blocks.end(), other_spelling->text()) != client.blocks.end();
}

}  // namespace wims::registry
