// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/identity/wildcard.hpp"

namespace wims::mini_ims {

/// One subscription: a block of WebRTC identities and the distinct identity that registers it. Identities canonical.
struct Block {
    std::string impi;
    std::string pilot;
    identity::Wildcard wildcard;

    bool holds(std::string_view impu) const { return impu == pilot || wildcard.matches(impu); }
};

/// The subscriptions and where they may roam: what Cx would be asked. Never changes after start.
class Hss {
public:
    Hss(std::vector<Block> blocks, std::vector<std::string> visited_networks)
        : blocks_(std::move(blocks)), visited_networks_(std::move(visited_networks)) {}

    /// nullptr when there is none. `impu` is canonical (identity::canonical).
    const Block* with_pilot(std::string_view impu) const;
    const Block* with_member(std::string_view impu) const;

    bool may_roam_in(std::string_view visited_network) const;

private:
    std::vector<Block> blocks_;
    std::vector<std::string> visited_networks_;
};

}  // namespace wims::mini_ims
