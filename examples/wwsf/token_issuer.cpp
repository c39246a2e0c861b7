// SPDX-License-Identifier: Apache-2.0
#include "wwsf/token_issuer.hpp"

#include <nlohmann/json.hpp>

#include "common/core/random.hpp"
#include "wwsf/owner_file.hpp"

namespace wims::wwsf {
Secret TokenIssuer::issue(std::string_view identity, std::string_view origin, WallTime now) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const nlohmann::json claims = {{"iss", policy_.issuer},
                                   {"aud", policy_.audience},
                                   {"sub", identity},
                                   {"client_id", policy_.client},
                                   {"iat", seconds},
                                   {"nbf", seconds},
                                   {"exp", seconds + policy_.life.count()},
                                   {"jti", random_token(22)},
                                   {"scope", policy_.scope},
                                   {"origin", origin}};
    return key_.sign(claims.dump());
}

Result<jose::SigningKey> signing_key_from(const std::string& path) {
    if (!exists(path)) {
        auto fresh = jose::SigningKey::generate();
        if (!fresh) return fresh.error();
        if (auto kept = write_owner_file(path, fresh->to_pem().reveal()); !kept) return kept.error();
        return fresh;
    }
    auto text = read_file(path);
    if (!text) return text.error();
    const Secret pem(std::move(*text));
    auto key = jose::SigningKey::from_pem(pem.reveal());
    if (!key) return Error{ErrorKind::usage, path + ": " + key.error().text};
    return key;
}

}  // namespace wims::wwsf
