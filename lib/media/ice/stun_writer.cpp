// SPDX-License-Identifier: Apache-2.0
#include "media/ice/stun_writer.hpp"

#include <algorithm>
#include <vector>

#include "media/ice/stun_digest.hpp"

namespace wims::media::ice {

StunWriter::StunWriter(StunType type, const TransactionId& transaction) : size_(stun_header_octets) {
    const auto t = static_cast<std::uint16_t>(type);
    buffer_ = {static_cast<std::uint8_t>(t >> 8), static_cast<std::uint8_t>(t), 0, 0, 0x21, 0x12, 0xA4, 0x42};
    std::copy(transaction.begin(), transaction.end(), buffer_.begin() + 8);
}

void StunWriter::set_length(std::size_t length) noexcept {
    buffer_[2] = static_cast<std::uint8_t>(length >> 8);
    buffer_[3] = static_cast<std::uint8_t>(length);
}

void StunWriter::add(StunAttribute kind, std::span<const std::uint8_t> value) {
    const std::size_t padded = (value.size() + 3) & ~std::size_t{3};
    if (buffer_.size() - size_ < 4 + padded) return;
    const auto k = static_cast<std::uint16_t>(kind);
    buffer_[size_] = static_cast<std::uint8_t>(k >> 8);
    buffer_[size_ + 1] = static_cast<std::uint8_t>(k);
    buffer_[size_ + 2] = static_cast<std::uint8_t>(value.size() >> 8);
    buffer_[size_ + 3] = static_cast<std::uint8_t>(value.size());
    std::copy(value.begin(), value.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(size_ + 4));
    size_ += 4 + padded;
    set_length(size_ - stun_header_octets);
}

void StunWriter::add_text(StunAttribute kind, std::string_view text) {
    add(kind, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void StunWriter::add_u32(StunAttribute kind, std::uint32_t value) {
    const std::uint8_t octets[] = {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
                                   static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    add(kind, octets);
}

void StunWriter::add_u64(StunAttribute kind, std::uint64_t value) {
    std::uint8_t octets[8];
    for (int i = 0; i < 8; ++i) octets[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
    add(kind, octets);
}

void StunWriter::add_mapped(const IpEndpoint& endpoint) {
    IpEndpoint hidden = endpoint;
    xor_address(hidden, std::span<const std::uint8_t, 12>(buffer_.data() + 8, 12));
    const std::uint8_t family = hidden.v6 ? 2 : 1;
    std::vector<std::uint8_t> value{0, family, static_cast<std::uint8_t>(hidden.port >> 8),
                                    static_cast<std::uint8_t>(hidden.port)};
    value.insert(value.end(), hidden.ip.begin(), hidden.ip.begin() + static_cast<std::ptrdiff_t>(hidden.ip_octets()));
    add(StunAttribute::xor_mapped_address, value);
}

void StunWriter::add_error(std::uint16_t code, std::string_view reason) {
    std::vector<std::uint8_t> value{0, 0, static_cast<std::uint8_t>(code / 100), static_cast<std::uint8_t>(code % 100)};
    value.insert(value.end(), reason.begin(), reason.end());
    add(StunAttribute::error_code, value);
}

void StunWriter::add_unknown(std::span<const std::uint16_t> kinds) {
    std::vector<std::uint8_t> value;
    for (const std::uint16_t kind : kinds) {
        value.push_back(static_cast<std::uint8_t>(kind >> 8));
        value.push_back(static_cast<std::uint8_t>(kind));
    }
    add(StunAttribute::unknown_attributes, value);
}

void StunWriter::add_integrity(std::string_view password) {
    add(StunAttribute::message_integrity, stun_integrity(octets(), password));
}

void StunWriter::add_fingerprint() {
    set_length(size_ - stun_header_octets + 8);
    add_u32(StunAttribute::fingerprint, stun_fingerprint(octets()));
}

}  // namespace wims::media::ice
