// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <wims/common/secret.hpp>

namespace wims::media::srtp {

/// Protection profiles. Those of DTLS have their number in use_srtp, the others are for SDES on the core leg alone.
/// [RFC 5764 4.1.2, RFC 7714 14.2, RFC 6188; AGW-08]
enum class Profile : std::uint16_t {
    aes128_cm_sha1_80 = 0x0001,
    aes128_cm_sha1_32 = 0x0002,
    aead_aes_128_gcm = 0x0007,
    aead_aes_256_gcm = 0x0008,
    aes256_cm_sha1_80 = 0xF001,
    aes256_cm_sha1_32 = 0xF002,
};

/// What a profile is made of. Octets; the tags of RTP and RTCP differ where RTP's is cut to 32 bits. [RFC 3711 5.2]
struct Transform {
    Profile profile;
    std::string_view name;  ///< as a=crypto has it, which DTLS's registry writes without the first underscore
    bool aead;
    std::size_t key, salt, rtp_tag, rtcp_tag;
};

inline constexpr std::array<Transform, 6> transforms{{
    {Profile::aes128_cm_sha1_80, "AES_CM_128_HMAC_SHA1_80", false, 16, 14, 10, 10},
    {Profile::aes128_cm_sha1_32, "AES_CM_128_HMAC_SHA1_32", false, 16, 14, 4, 10},
    {Profile::aead_aes_128_gcm, "AEAD_AES_128_GCM", true, 16, 12, 16, 16},
    {Profile::aead_aes_256_gcm, "AEAD_AES_256_GCM", true, 32, 12, 16, 16},
    {Profile::aes256_cm_sha1_80, "AES_256_CM_HMAC_SHA1_80", false, 32, 14, 10, 10},
    {Profile::aes256_cm_sha1_32, "AES_256_CM_HMAC_SHA1_32", false, 32, 14, 4, 10},
}};

/// nullptr for a number or a name that is none of these.
constexpr const Transform* find_transform(Profile profile) noexcept {
    for (const auto& transform : transforms)
        if (transform.profile == profile) return &transform;
    return nullptr;
}
constexpr const Transform* find_transform(std::string_view name) noexcept {
    for (const auto& transform : transforms)
        if (transform.name == name) return &transform;
    return nullptr;
}

constexpr std::size_t key_octets(Profile profile) noexcept { return find_transform(profile)->key; }
constexpr std::size_t salt_octets(Profile profile) noexcept { return find_transform(profile)->salt; }
constexpr std::string_view name_of(Profile profile) noexcept { return find_transform(profile)->name; }

/// Master key then master salt, for what this end sends and for what it receives.
struct Keys {
    Profile profile = Profile::aes128_cm_sha1_80;
    Secret local;
    Secret remote;
};

}  // namespace wims::media::srtp
