// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <wims/media/ip_endpoint.hpp>
#include "media/ice/stun_message.hpp"

namespace wims::media::ice {

/// Writes one STUN message: attributes in the order of the calls, then integrity, then fingerprint. What does not fit
/// into 576 octets is left out whole.
class StunWriter {
public:
    StunWriter(StunType type, const TransactionId& transaction);

    void add(StunAttribute kind, std::span<const std::uint8_t> value);
    void add_text(StunAttribute kind, std::string_view text);
    void add_u32(StunAttribute kind, std::uint32_t value);
    void add_u64(StunAttribute kind, std::uint64_t value);
    void add_mapped(const IpEndpoint& endpoint);
    void add_error(std::uint16_t code, std::string_view reason);
    void add_unknown(std::span<const std::uint16_t> kinds);
    void add_integrity(std::string_view password);
    void add_fingerprint();

    std::span<const std::uint8_t> octets() const noexcept { return {buffer_.data(), size_}; }

private:
    std::array<std::uint8_t, 576> buffer_{};
    std::size_t size_ = 0;
    void set_length(std::size_t length) noexcept;
};

}  // namespace wims::media::ice
