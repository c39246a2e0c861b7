// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/clock.hpp>

#include "mini_ims/hss/hss.hpp"

namespace wims::mini_ims {

/// Where who is registered is reached. There is one contact a subscription: this S-CSCF never forks (FRK-12).
struct Binding {
    const Subscription* subscription = nullptr;
    std::string contact;            ///< the URI alone
    std::vector<std::string> path;  ///< Route entries, the first one nearest to us
    TimePoint expires;
    unsigned refreshes = 0;
};

/// The bindings of this S-CSCF, by distinct identity.
class Registrations {
public:
    /// A new contact takes the place of the old one.
    void put(Binding binding);
    /// False when the subscription has no such contact; an empty `contact` stands for any.
    bool remove(const Subscription& subscription, const std::string& contact);
    /// Takes away what has run out and returns whose it was.
    std::vector<const Subscription*> expire(TimePoint now);

    /// nullptr when the subscription is not registered at `now`.
    const Binding* find(const Subscription& subscription, TimePoint now) const;
    const std::map<std::string, Binding>& all() const { return bindings_; }

private:
    std::map<std::string, Binding> bindings_;
};

}  // namespace wims::mini_ims
