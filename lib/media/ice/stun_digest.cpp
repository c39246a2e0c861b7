// SPDX-License-Identifier: Apache-2.0
#include "media/ice/stun_digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <vector>

namespace wims::media::ice {

std::array<std::uint8_t, integrity_octets> stun_integrity(std::span<const std::uint8_t> before,
                                                          std::string_view password) {
    std::array<std::uint8_t, integrity_octets> mac{};
    std::vector<std::uint8_t> text(before.begin(), before.end());
    const std::size_t length = before.size() - stun_header_octets + 4 + integrity_octets;
    text[2] = static_cast<std::uint8_t>(length >> 8);
    text[3] = static_cast<std::uint8_t>(length);
    unsigned written = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), text.data(), text.size(), mac.data(),
         &written);
    return mac;
}

std::uint32_t stun_fingerprint(std::span<const std::uint8_t> before) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> t{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t c = i;
            for (int k = 0; k < 8; ++k) c = (c & 1) ? 0xEDB88320U ^ (c >> 1) : c >> 1;
            t[i] = c;
        }
        return t;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::uint8_t octet : before) crc = table[(crc ^ octet) & 0xFF] ^ (crc >> 8);
    return (crc ^ 0xFFFFFFFFU) ^ 0x5354554EU;
}

void xor_address(IpEndpoint& endpoint, std::span<const std::uint8_t, 12> transaction) noexcept {
    std::array<std::uint8_t, 16> mask{0x21, 0x12, 0xA4, 0x42};
    std::copy(transaction.begin(), transaction.end(), mask.begin() + 4);
    endpoint.port ^= static_cast<std::uint16_t>(magic_cookie >> 16);
    for (std::size_t i = 0; i < endpoint.ip_octets(); ++i) endpoint.ip[i] ^= mask[i];
}

}  // namespace wims::media::ice
