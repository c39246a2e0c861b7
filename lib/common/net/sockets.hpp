// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/address.hpp>
#include <wims/common/result.hpp>

#include "common/net/fd.hpp"

namespace wims::net {

/// Non-blocking, close-on-exec. IPv6 sockets take IPv6 only, so that "::" and "0.0.0.0" can be bound side by side.
/// usage: the address is not numeric; io: it cannot be bound, the text says why.
/// `share_port` sets SO_REUSEPORT: several workers, one address.
Result<Fd> listen_tcp(const TransportAddress& address, bool share_port = false);
Result<Fd> bind_udp(const TransportAddress& address, bool share_port = false);

/// Begins to connect, with TCP_NODELAY: the socket becomes writable when that is decided, and a TLS handshake on it waits
/// by itself. usage: the address is not numeric; io: refused at once, the text says why.
Result<Fd> connect_tcp(const TransportAddress& address);

/// As bound: tells the port when port 0 was asked for.
TransportAddress local_address(int fd);

}  // namespace wims::net
