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

/// Where a registered block is reached. There is one contact a block: the S-CSCF never forks (FRK-12).
struct Binding {
    const Block* block = nullptr;
    std::string contact;            ///< the URI alone
    std::vector<std::string> path;  ///< Route entries, the first one nearest to us
    TimePoint expires;
    unsigned refreshes = 0;
};

/// The bindings of this S-CSCF, by pilot.
class Registrations {
public:
    /// A new contact takes the place of the old one.
    void put(Binding binding);
    /// False when the block has no such contact; an empty `contact` stands for any.
    bool remove(const Block& block, const std::string& contact);
    /// Takes away what has run out and returns whose it was.
    std::vector<const Block*> expire(TimePoint now);

    /// nullptr when the block is not registered at `now`.
    const Binding* find(const Block& block, TimePoint now) const;
    const std::map<std::string, Binding>& all() const { return bindings_; }

private:
    std::map<std::string, Binding> bindings_;
};

}  // namespace wims::mini_ims
