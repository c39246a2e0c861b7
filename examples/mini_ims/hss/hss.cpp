// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/hss/hss.hpp"

#include <algorithm>

namespace wims::mini_ims {

const Subscription* Hss::with_impu(std::string_view impu) const {
    const auto it = std::ranges::find(subscriptions_, impu, &Subscription::impu);
    return it == subscriptions_.end() ? nullptr : &*it;
}

const Subscription* Hss::with_member(std::string_view impu) const {
    const auto it = std::ranges::find_if(
        subscriptions_, [&](const Subscription& s) { return s.wildcard && s.wildcard->matches(impu); });
    return it == subscriptions_.end() ? nullptr : &*it;
}

bool Hss::may_roam_in(std::string_view visited_network) const {
    return std::ranges::find(visited_networks_, visited_network) != visited_networks_.end();
}

}  // namespace wims::mini_ims
