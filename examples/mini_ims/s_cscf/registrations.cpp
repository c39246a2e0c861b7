// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/registrations.hpp"

namespace wims::mini_ims {

void Registrations::put(Binding binding) {
    auto& place = bindings_[binding.block->pilot];
    const unsigned refreshes = place.contact == binding.contact ? place.refreshes + 1 : 0;
    place = std::move(binding);
    place.refreshes = refreshes;
}

bool Registrations::remove(const Block& block, const std::string& contact) {
    const auto it = bindings_.find(block.pilot);
    if (it == bindings_.end() || (!contact.empty() && it->second.contact != contact)) return false;
    bindings_.erase(it);
    return true;
}

std::vector<const Block*> Registrations::expire(TimePoint now) {
    std::vector<const Block*> gone;
    for (auto it = bindings_.begin(); it != bindings_.end();) {
        if (it->second.expires > now) {
            ++it;
            continue;
        }
        gone.push_back(it->second.block);
        it = bindings_.erase(it);
    }
    return gone;
}

const Binding* Registrations::find(const Block& block, TimePoint now) const {
    const auto it = bindings_.find(block.pilot);
    return it == bindings_.end() || it->second.expires <= now ? nullptr : &it->second;
}

}  // namespace wims::mini_ims
