// SPDX-License-Identifier: Apache-2.0
#include "common/jose/key_set.hpp"

#include <algorithm>

#include "common/jose/json_object.hpp"

namespace wims::jose {
namespace {
constexpr std::size_t most_keys = 32;
}

Result<KeySet> KeySet::parse(std::string_view jwks) {
    const auto object = parse_object(jwks);
    const auto usage = [](const char* text) { return Error{ErrorKind::usage, text}; };
    if (!object || !object->contains("keys") || !(*object)["keys"].is_array())
        return usage("JWKS: not an object with an array \"keys\"");
    if ((*object)["keys"].size() > most_keys) return usage("JWKS: more than 32 keys");
    KeySet set;
    for (const auto& jwk : (*object)["keys"]) {
        auto key = PublicKey::from_jwk(jwk);
        if (!key) return key.error();
        if (key->usable()) set.keys_.push_back(std::move(*key));
    }
    if (set.keys_.empty()) return usage("JWKS: no EC P-256 or RSA signature key");
    return set;
}

std::vector<const PublicKey*> KeySet::candidates(std::string_view kid, Algorithm algorithm) const {
    std::vector<const PublicKey*> found;
    for (const auto& key : keys_)
        if (key.allows(algorithm) && (kid.empty() || key.kid() == kid)) found.push_back(&key);
    if (kid.empty() && found.size() > 1) found.clear();
    return found;
}

bool KeySet::has(std::string_view kid) const noexcept {
    return !kid.empty() && std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) { return key.kid() == kid; });
}

}  // namespace wims::jose
