// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "signalling/w1/claims.hpp"

namespace wims::w1 {

/// Tokens whose signature was good, by SHA-256 of their text: an ES256 check costs about 90 µs, a REGISTER should not
/// pay it twice. Bounded: the one that expires first makes room. The tokens themselves are not kept. (TOK-07)
class VerifiedTokens {
public:
    explicit VerifiedTokens(std::size_t limit) : limit_(limit) {}

    /// Valid until the next member that is not const.
    const Claims* find(std::string_view token) const;
    void remember(std::string_view token, Claims claims);
    void drop_expired(WallTime now);
    /// Of this issuer's tokens, keeps those whose kid is in its new key set.
    void keep_checked_by(std::string_view issuer, const jose::KeySet& keys);
    std::size_t size() const noexcept { return claims_.size(); }

private:
    using Digest = std::array<std::uint8_t, 32>;
    static Digest digest_of(std::string_view token);
    void drop_first();

    std::size_t limit_;
    std::map<Digest, Claims> claims_;
    std::multimap<WallTime, Digest> by_expiry_;
};

}  // namespace wims::w1
