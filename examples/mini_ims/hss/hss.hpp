// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/identity/wildcard.hpp"

namespace wims::mini_ims {

/// One user, or a block of WebRTC identities together with the distinct identity that registers it. Identities canonical.
struct Subscription {
    std::string impi;
    std::string impu;                            ///< distinct; of a block: its pilot
    std::optional<identity::Wildcard> wildcard;  ///< of a block
    std::string password;                        ///< SIP digest; empty: trusted nodes alone may register this one

    bool holds(std::string_view id) const { return id == impu || (wildcard && wildcard->matches(id)); }
};

/// The subscriptions and where they may roam: what Cx would be asked. Never changes after start.
class Hss {
public:
    Hss(std::vector<Subscription> subscriptions, std::vector<std::string> visited_networks)
        : subscriptions_(std::move(subscriptions)), visited_networks_(std::move(visited_networks)) {}

    /// By its distinct identity; nullptr when there is none. `impu` is canonical (identity::canonical).
    const Subscription* with_impu(std::string_view impu) const;
    const Subscription* with_member(std::string_view impu) const;

    bool may_roam_in(std::string_view visited_network) const;

private:
    std::vector<Subscription> subscriptions_;
    std::vector<std::string> visited_networks_;
};

}  // namespace wims::mini_ims
