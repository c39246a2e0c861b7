// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include <wims/common/result.hpp>

#include "common/jose/algorithm.hpp"

struct evp_pkey_st;

namespace wims::jose {

/// A public verification key: EC P-256, or RSA of 2048 to 8192 bits. Its type, not the token, decides which algorithms
/// it may check. Immutable, any thread. [RFC 7517, RFC 8725 3.1]
class PublicKey {
public:
    /// usage: malformed, off the curve, too weak, or a private key. Of another type or use: usable() is false.
    static Result<PublicKey> from_jwk(const nlohmann::json& jwk);

    bool usable() const noexcept { return key_ != nullptr; }
    const std::string& kid() const noexcept { return kid_; }
    bool allows(Algorithm algorithm) const noexcept;
    /// `signature` as JWS carries it: r || s for ES256. False for anything but a good one.
    bool verify(Algorithm algorithm, std::string_view signed_octets, std::string_view signature) const;

private:
    std::string kid_;
    bool elliptic_ = false;
    std::optional<Algorithm> only_;  ///< the key's own `alg`
    std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace wims::jose
