// SPDX-License-Identifier: Apache-2.0
#include "signalling/w1/verified_tokens.hpp"

#include <openssl/sha.h>

namespace wims::w1 {

VerifiedTokens::Digest VerifiedTokens::digest_of(std::string_view token) {
    Digest digest;
    SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
    return digest;
}

const Claims* VerifiedTokens::find(std::string_view token) const {
    const auto it = claims_.find(digest_of(token));
    return it == claims_.end() ? nullptr : &it->second;
}

void VerifiedTokens::remember(std::string_view token, Claims claims) {
    if (limit_ == 0) return;
    const auto expires = claims.token.expires;
    const auto digest = digest_of(token);
    if (!claims_.emplace(digest, std::move(claims)).second) return;
    by_expiry_.emplace(expires, digest);
    if (claims_.size() > limit_) drop_first();
}

void VerifiedTokens::drop_expired(WallTime now) {
    while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) drop_first();
}

void VerifiedTokens::keep_checked_by(std::string_view issuer, const jose::KeySet& keys) {
    for (auto it = by_expiry_.begin(); it != by_expiry_.end();) {
        const auto here = it++;
        const auto known = claims_.find(here->second);
        const Claims& claims = known->second;
        if (claims.token.issuer != issuer || keys.has(claims.kid)) continue;
        claims_.erase(known);
        by_expiry_.erase(here);
    }
}

void VerifiedTokens::drop_first() {
    claims_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
}

}  // namespace wims::w1
