// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>

#include "mini_ims/rtp/octets.hpp"

namespace wims::mini_ims {

struct PortRange {
    std::uint16_t first = 40000;
    std::uint16_t last = 40999;
};

/// Two bound UDP sockets, RTP on an even port and RTCP on the next one.
class RtpSockets {
public:
    struct Datagram {
        Octets octets;
        WallTime arrived;  ///< as the kernel stamped it
    };

    /// The first free pair. limit: none is free.
    static Result<std::unique_ptr<RtpSockets>> bind(const std::string& ip, PortRange range);
    ~RtpSockets();

    int rtp() const noexcept { return rtp_; }
    int rtcp() const noexcept { return rtcp_; }
    std::uint16_t port() const noexcept { return port_; }

    static void send(int socket, View octets, const TransportAddress& to) noexcept;
    /// Empty when nothing waits.
    static std::optional<Datagram> receive(int socket);

private:
    RtpSockets(int rtp, int rtcp, std::uint16_t port) : rtp_(rtp), rtcp_(rtcp), port_(port) {}

    int rtp_;
    int rtcp_;
    std::uint16_t port_;
};

}  // namespace wims::mini_ims
