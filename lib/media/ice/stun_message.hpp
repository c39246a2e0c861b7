// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

#include <wims/media/ip_endpoint.hpp>

namespace wims::media::ice {

using TransactionId = std::array<std::uint8_t, 12>;

enum class StunType : std::uint16_t {
    binding_request = 0x0001,
    binding_indication = 0x0011,
    binding_success = 0x0101,
    binding_error = 0x0111,
};

enum class StunAttribute : std::uint16_t {
    mapped_address = 0x0001,
    username = 0x0006,
    message_integrity = 0x0008,
    error_code = 0x0009,
    unknown_attributes = 0x000A,
    xor_mapped_address = 0x0020,
    priority = 0x0024,
    use_candidate = 0x0025,
    software = 0x8022,
    fingerprint = 0x8028,
    ice_controlled = 0x8029,
    ice_controlling = 0x802A,
};

/// A STUN message as read from one datagram; views live as long as the datagram. [RFC 8489 5, RFC 8445 16.1]
struct StunMessage {
    std::uint16_t type = 0;
    TransactionId transaction{};

    std::string_view username;
    std::optional<std::uint32_t> priority;
    bool use_candidate = false;
    std::optional<std::uint64_t> controlled;   ///< tie-breaker
    std::optional<std::uint64_t> controlling;  ///< tie-breaker
    std::optional<IpEndpoint> mapped;
    std::optional<std::uint16_t> error;
    bool has_integrity = false;
    bool has_fingerprint = false;                 ///< and it was right: a wrong one does not parse
    std::vector<std::uint16_t> unknown_required;  ///< comprehension-required attributes nobody here knows

    bool is(StunType t) const noexcept { return type == static_cast<std::uint16_t>(t); }

    /// Fails with protocol for anything that is not one whole STUN message with a right FINGERPRINT or none.
    static Result<StunMessage> parse(std::span<const std::uint8_t> datagram);

    /// MESSAGE-INTEGRITY under the short-term credential, compared in constant time. [RFC 8489 14.5]
    bool authentic(std::string_view password) const;

private:
    std::span<const std::uint8_t> datagram_;
    std::size_t integrity_at_ = 0;  ///< offset of the MESSAGE-INTEGRITY attribute
    bool read_attribute(std::uint16_t kind, std::size_t at, std::span<const std::uint8_t> value);
};

}  // namespace wims::media::ice
