// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include <wims/common/secret.hpp>

#include "media/srtp/keys.hpp"

namespace wims::media::srtp {

/// What a session key is for. [RFC 3711 4.3.2]
enum class Label : std::uint8_t {
    rtp_encryption = 0,
    rtp_authentication = 1,
    rtp_salt = 2,
    rtcp_encryption = 3,
    rtcp_authentication = 4,
    rtcp_salt = 5,
};

/// What one protocol, RTP or RTCP, is protected with in one direction; the transform says how much of each counts. Wiped
/// at its end.
struct SessionKeys {
    std::array<std::uint8_t, 32> encryption{};
    std::array<std::uint8_t, 20> authentication{};
    std::array<std::uint8_t, 14> salt{};
    ~SessionKeys();
};

/// Session keys of one master key, with a key derivation rate of 0: each is derived once. The pseudo-random function is
/// AES in counter mode under the master key, of its length. [RFC 3711 4.3, RFC 6188 3, RFC 7714 11]
class KeyDerivation {
public:
    /// `master`: key then salt, as long as the transform's.
    KeyDerivation(const Transform& transform, const Secret& master) noexcept : transform_(transform), master_(master) {}

    /// Fills `out`; false when OpenSSL fails.
    bool derive(Label label, std::span<std::uint8_t> out) const noexcept;
    bool derive_rtp(SessionKeys& keys) const noexcept;
    bool derive_rtcp(SessionKeys& keys) const noexcept;

private:
    const Transform& transform_;
    const Secret& master_;
};

}  // namespace wims::media::srtp
