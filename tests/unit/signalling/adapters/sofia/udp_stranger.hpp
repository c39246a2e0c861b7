// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wims::sofia::test {

/// A peer without a SIP stack: octets out, octets in, on a loopback UDP port.
class UdpStranger {
public:
    UdpStranger() : fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0) throw std::runtime_error("bind");
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    UdpStranger(const UdpStranger&) = delete;
    UdpStranger& operator=(const UdpStranger&) = delete;
    ~UdpStranger() { close(fd_); }

    int port() const { return port_; }
    std::string uri() const { return "sip:stranger@127.0.0.1:" + std::to_string(port_); }
    void send(std::string_view octets, int to_port) const {
        const auto address = loopback(to_port);
        [[maybe_unused]] const auto n =
            sendto(fd_, octets.data(), octets.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    /// Empty when nothing comes in time.
    std::string receive(int milliseconds = 3000) const {
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, milliseconds) != 1) return {};
        std::array<char, 65536> octets;
        const auto n = recv(fd_, octets.data(), octets.size(), 0);
        return n > 0 ? std::string(octets.data(), static_cast<std::size_t>(n)) : std::string();
    }
    /// The first that begins with `start` or holds " start ", what comes before it is dropped; empty when none comes.
    std::string receive_one(std::string_view start, int milliseconds = 3000) const {
        for (int i = 0; i < 50; ++i) {
            auto got = receive(milliseconds);
            if (got.empty() || got.rfind(start, 0) == 0) return got;
        }
        return {};
    }

private:
    static sockaddr_in loopback(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        return address;
    }

    int fd_;
    int port_ = 0;
};

}  // namespace wims::sofia::test
