// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>

namespace wims::media {

/// An address and port as they come off a socket: no text, no heap.
struct IpEndpoint {
    std::array<std::uint8_t, 16> ip{};  ///< network order; an IPv4 address fills the first four
    std::uint16_t port = 0;             ///< host order
    bool v6 = false;
    bool tcp = false;  ///< on W3: the far end of the TCP connection that came from there [RFC 6544]

    auto operator<=>(const IpEndpoint&) const = default;
    bool same_host(const IpEndpoint& other) const noexcept { return v6 == other.v6 && ip == other.ip; }
    std::size_t ip_octets() const noexcept { return v6 ? 16 : 4; }

    /// Nothing when the text is no numeric address.
    WIMS_API static std::optional<IpEndpoint> from(const TransportAddress& address);
    WIMS_API TransportAddress text() const;
};

struct IpEndpointHash {
    WIMS_API std::size_t operator()(const IpEndpoint& endpoint) const noexcept;
};

}  // namespace wims::media
