// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <wims/common/address.hpp>
#include <wims/common/result.hpp>

namespace wims::net {

/// A TransportAddress as the kernel wants it. IPv4 or IPv6, numeric only: no name is ever resolved.
class SocketAddress {
public:
    /// usage: not a numeric address. Link-local IPv6 takes a "%interface" suffix.
    static Result<SocketAddress> from(const TransportAddress& address);

    SocketAddress() = default;
    /// What accept, recvfrom, getsockname fill in: `length` is in and out for them.
    sockaddr* data() noexcept { return reinterpret_cast<sockaddr*>(&storage_); }
    const sockaddr* data() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t length = sizeof(sockaddr_storage);

    int family() const noexcept { return storage_.ss_family; }
    /// Empty for a family that is neither. An IPv4 address mapped into IPv6 is told as IPv4.
    TransportAddress transport() const;

private:
    sockaddr_storage storage_{};
};

/// "192.0.2.1:443" or "[2001:db8::1]:443". usage: anything else.
Result<TransportAddress> parse_transport_address(std::string_view text);

}  // namespace wims::net
