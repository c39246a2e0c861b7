// SPDX-License-Identifier: Apache-2.0
#include "media/ice/stun_message.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "media/ice/stun_digest.hpp"

namespace wims::media::ice {

namespace {

std::uint16_t u16(std::span<const std::uint8_t> o, std::size_t at) {
    return static_cast<std::uint16_t>(o[at] << 8 | o[at + 1]);
}
std::uint32_t u32(std::span<const std::uint8_t> o, std::size_t at) {
    return static_cast<std::uint32_t>(u16(o, at)) << 16 | u16(o, at + 2);
}
std::uint64_t u64(std::span<const std::uint8_t> o) { return static_cast<std::uint64_t>(u32(o, 0)) << 32 | u32(o, 4); }

Error malformed(const char* what) { return {ErrorKind::protocol, what, 400}; }

std::optional<IpEndpoint> read_address(std::span<const std::uint8_t> value) {
    IpEndpoint endpoint;
    if (value.size() < 8) return std::nullopt;
    endpoint.v6 = value[1] == 2;
    if (value.size() != 4 + endpoint.ip_octets() || (value[1] != 1 && value[1] != 2)) return std::nullopt;
    endpoint.port = u16(value, 2);
    std::copy(value.begin() + 4, value.end(), endpoint.ip.begin());
    return endpoint;
}

}  // namespace

Result<StunMessage> StunMessage::parse(std::span<const std::uint8_t> datagram) {
    if (datagram.size() < stun_header_octets) return malformed("shorter than a STUN header");
    if ((datagram[0] & 0xC0) != 0 || u32(datagram, 4) != magic_cookie) return malformed("no STUN magic cookie");
    const std::size_t length = u16(datagram, 2);
    if (length % 4 != 0 || stun_header_octets + length != datagram.size()) return malformed("STUN length does not fit");

    StunMessage message;
    message.datagram_ = datagram;
    message.type = u16(datagram, 0);
    std::copy_n(datagram.begin() + 8, 12, message.transaction.begin());
    for (std::size_t at = stun_header_octets; at < datagram.size();) {
        if (datagram.size() - at < 4) return malformed("STUN attribute cut short");
        const std::size_t size = u16(datagram, at + 2);
        const std::size_t padded = (size + 3) & ~std::size_t{3};
        if (datagram.size() - at - 4 < padded) return malformed("STUN attribute longer than the message");
        if (message.has_fingerprint) return malformed("attribute after FINGERPRINT");
        if (!message.read_attribute(u16(datagram, at), at, datagram.subspan(at + 4, size)))
            return malformed("STUN attribute with a bad value");
        at += 4 + padded;
    }
    return message;
}

bool StunMessage::read_attribute(std::uint16_t kind, std::size_t at, std::span<const std::uint8_t> value) {
    const auto attribute = static_cast<StunAttribute>(kind);
    if (attribute == StunAttribute::fingerprint) {
        has_fingerprint = value.size() == 4 && u32(value, 0) == stun_fingerprint(datagram_.first(at));
        return has_fingerprint;
    }
    if (has_integrity) return true;  // what is not covered says nothing [RFC 8489 14.5]
    switch (attribute) {
        case StunAttribute::username:
            username = {reinterpret_cast<const char*>(value.data()), value.size()};
            return value.size() <= 513;
        case StunAttribute::message_integrity:
            has_integrity = value.size() == integrity_octets;
            integrity_at_ = at;
            return has_integrity;
        case StunAttribute::priority:
            if (value.size() != 4) return false;
            priority = u32(value, 0);
            return true;
        case StunAttribute::use_candidate: use_candidate = true; return value.empty();
        case StunAttribute::ice_controlled:
            if (value.size() != 8) return false;
            controlled = u64(value);
            return true;
        case StunAttribute::ice_controlling:
            if (value.size() != 8) return false;
            controlling = u64(value);
            return true;
        case StunAttribute::error_code:
            if (value.size() < 4) return false;
            error = static_cast<std::uint16_t>((value[2] & 7) * 100 + value[3]);
            return true;
        case StunAttribute::xor_mapped_address:
            mapped = read_address(value);
            if (mapped) xor_address(*mapped, transaction);
            return mapped.has_value();
        case StunAttribute::mapped_address:
        case StunAttribute::unknown_attributes:
        case StunAttribute::software:
        case StunAttribute::fingerprint: return true;
    }
    if (kind < 0x8000 && unknown_required.size() < 16) unknown_required.push_back(kind);
    return true;
}

bool StunMessage::authentic(std::string_view password) const {
    if (!has_integrity) return false;
    const auto expected = stun_integrity(datagram_.first(integrity_at_), password);
    return CRYPTO_memcmp(expected.data(), datagram_.data() + integrity_at_ + 4, expected.size()) == 0;
}

}  // namespace wims::media::ice
