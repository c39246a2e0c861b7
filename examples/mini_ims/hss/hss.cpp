// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/hss/hss.hpp"

#include <algorithm>

namespace wims::mini_ims {

const Block* Hss::with_pilot(std::string_view impu) const {
    const auto it = std::ranges::find(blocks_, impu, &Block::pilot);
    return it == blocks_.end() ? nullptr : &*it;
}

const Block* Hss::with_member(std::string_view impu) const {
    const auto it = std::ranges::find_if(blocks_, [&](const Block& b) { return b.wildcard.matches(impu); });
    return it == blocks_.end() ? nullptr : &*it;
}

bool Hss::may_roam_in(std::string_view visited_network) const {
    return std::ranges::find(visited_networks_, visited_network) != visited_networks_.end();
}

}  // namespace wims::mini_ims
