// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/registrations.hpp"

namespace wims::mini_ims {

void Registrations::put(Binding binding) {
    auto& place = bindings_[binding.subscription->impu];
    const unsigned refreshes = place.contact == binding.contact ? place.refreshes + 1 : 0;
    place = std::move(binding);
    place.refreshes = refreshes;
}

bool Registrations::remove(const Subscription& subscription, const std::string& contact) {
    const auto it = bindings_.find(subscription.impu);
    if (it == bindings_.end() || (!contact.empty() && it->second.contact != contact)) return false;
    bindings_.erase(it);
    return true;
}

std::vector<const Subscription*> Registrations::expire(TimePoint now) {
    std::vector<const Subscription*> gone;
    for (auto it = bindings_.begin(); it != bindings_.end();) {
        if (it->second.expires > now) {
            ++it;
            continue;
        }
        gone.push_back(it->second.subscription);
        it = bindings_.erase(it);
    }
    return gone;
}

const Binding* Registrations::find(const Subscription& subscription, TimePoint now) const {
    const auto it = bindings_.find(subscription.impu);
    return it == bindings_.end() || it->second.expires <= now ? nullptr : &it->second;
}

}  // namespace wims::mini_ims
