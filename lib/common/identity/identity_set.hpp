// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/identity/wildcard.hpp"

namespace wims::identity {

/// Distinct and wildcarded identities, each with a value. An exact match beats every wildcard; among wildcards the one
/// with the longest literal part wins, then the first added. (R3-11) [TS 23.003 13.4A]
template <class Value>
class IdentitySet {
public:
    struct Match {
        const Value* value = nullptr;
        const Wildcard* wildcard = nullptr;  ///< nullptr for a distinct identity
        explicit operator bool() const noexcept { return value != nullptr; }
    };

    /// False when it is there already.
    bool add(std::string canonical_identity, Value value) {
        return distinct_.emplace(std::move(canonical_identity), std::move(value)).second;
    }
    void add(Wildcard wildcard, Value value) {
        auto place = wildcards_.begin();
        while (place != wildcards_.end() && place->first.literal_length() >= wildcard.literal_length()) ++place;
        wildcards_.emplace(place, std::move(wildcard), std::move(value));
    }
    Match match(std::string_view canonical_identity) const {
        if (const auto it = distinct_.find(canonical_identity); it != distinct_.end()) return {&it->second, nullptr};
        for (const auto& [wildcard, value] : wildcards_)
            if (wildcard.matches(canonical_identity)) return {&value, &wildcard};
        return {};
    }

private:
    std::map<std::string, Value, std::less<>> distinct_;
    std::vector<std::pair<Wildcard, Value>> wildcards_;
};

}  // namespace wims::identity
