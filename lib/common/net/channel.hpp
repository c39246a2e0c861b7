// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/net/fd.hpp"

namespace wims::net {

/// One attempt at non-blocking I/O.
struct IoOutcome {
    enum class What {
        done,        ///< `octets` moved, at least one
        want_read,   ///< try again when the socket is readable
        want_write,  ///< try again when the socket is writable
        closed,      ///< the peer ended its direction
        failed,      ///< `text` says why
    };
    What what = What::done;
    std::size_t octets = 0;
    std::string text;
};

/// A connected socket with or without TLS on it. Never blocks, never raises SIGPIPE.
class Channel {
public:
    virtual ~Channel() = default;
    virtual int fd() const noexcept = 0;
    /// `done` (octets 0) once; before it neither read nor write.
    virtual IoOutcome handshake() = 0;
    virtual IoOutcome read(std::span<char> into) = 0;
    virtual IoOutcome write(std::string_view octets) = 0;
    /// Octets that read() would give without asking the socket.
    virtual std::size_t buffered() const noexcept = 0;
    /// Says that nothing more will be written (close_notify, FIN).
    virtual void end_writing() noexcept = 0;

    /// "TLSv1.3"; empty without TLS.
    virtual std::string tls_version() const = 0;
    virtual std::string tls_cipher() const = 0;
    /// The protocol agreed on in the handshake, "h2"; empty when none was. [RFC 7301]
    virtual std::string alpn() const { return {}; }
    /// Of the peer's verified certificate: the subject's common name first, then its DNS names, IP addresses and URIs.
    /// Empty when none was demanded.
    virtual std::vector<std::string> peer_names() const { return {}; }
};

/// TCP and nothing else.
std::unique_ptr<Channel> make_tcp_channel(Fd fd);

}  // namespace wims::net
