// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <wims/common/secret.hpp>

namespace wims::media::srtp {

/// The protection profiles of RFC 5764 4.1.2 and RFC 7714 14.2 that a browser and we have in common. (AGW-08)
enum class Profile : std::uint16_t { aes128_cm_sha1_80 = 0x0001, aead_aes_128_gcm = 0x0007 };

constexpr std::size_t key_octets(Profile) noexcept { return 16; }
constexpr std::size_t salt_octets(Profile profile) noexcept { return profile == Profile::aead_aes_128_gcm ? 12 : 14; }
constexpr std::string_view name_of(Profile profile) noexcept {
    return profile == Profile::aead_aes_128_gcm ? "AEAD_AES_128_GCM" : "AES128_CM_SHA1_80";
}

/// Master key then master salt, for what this end sends and for what it receives.
struct Keys {
    Profile profile = Profile::aes128_cm_sha1_80;
    Secret local;
    Secret remote;
};

}  // namespace wims::media::srtp
