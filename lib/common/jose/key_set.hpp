// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

#include "common/jose/public_key.hpp"

namespace wims::jose {

/// A JSON Web Key Set of an issuer. Keys of other types and uses are passed over. [RFC 7517 5]
class KeySet {
public:
    /// usage: not a key set, a malformed or weak key, none that could check a token, more than 32 keys.
    static Result<KeySet> parse(std::string_view jwks);

    /// The keys that may check a token with this `kid`; with an empty one, the only key for `algorithm` if there is but
    /// one. [RFC 7515 4.1.4]
    std::vector<const PublicKey*> candidates(std::string_view kid, Algorithm algorithm) const;
    /// Whether a key of this name is there. An empty kid names none.
    bool has(std::string_view kid) const noexcept;

private:
    std::vector<PublicKey> keys_;
};

}  // namespace wims::jose
