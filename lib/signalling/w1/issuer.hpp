// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/w1/token.hpp>

#include "common/identity/wildcard.hpp"
#include "common/jose/key_set.hpp"

namespace wims::w1 {

/// An issuer that the operator has authorised: what it may say, by which keys, and when these may be fetched again.
/// [S1 X.1.4.2, X.1.4.3]
class Issuer {
public:
    /// usage: no name, no or bad origins, neither domains nor blocks, a block that is no wildcard, not exactly one of key
    /// set and https URI, a key set that does not parse.
    static Result<Issuer> create(const TrustedIssuer& trusted);

    const std::string& name() const noexcept { return trusted_.issuer; }
    /// Whether it may allocate this canonical identity, and has a page there: 403 if not. (EPC-05, TOK-06)
    Result<void> may_say(std::string_view subject, const std::string& origin) const;

    const jose::KeySet& keys() const noexcept { return keys_; }

    // ---- keys by URI (TOK-08)

    bool fetches() const noexcept { return !trusted_.jwks_uri.empty(); }
    const std::string& uri() const noexcept { return trusted_.jwks_uri; }
    bool fetching() const noexcept { return fetching_; }
    /// True when a fetch may begin: none is under way, and the last began at least `apart` ago, or a second while none has
    /// brought a set: the issuer may have started after us.
    bool due(WallTime now, Duration apart) const noexcept;
    void fetch_began(WallTime now) noexcept;
    /// Takes the new set. An error leaves the last good one. True when the keys are others than before.
    Result<bool> fetched(const Result<std::string>& document);

private:
    TrustedIssuer trusted_;
    std::vector<identity::Wildcard> blocks_;
    jose::KeySet keys_;
    std::string document_;
    bool fetching_ = false;
    std::optional<WallTime> began_;
};

}  // namespace wims::w1
