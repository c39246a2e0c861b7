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

/// A peer without a SIP stack, on one TCP connection.
class TcpStranger {
public:
    explicit TcpStranger(int to_port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(to_port));
        if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("connect");
    }
    TcpStranger(const TcpStranger&) = delete;
    TcpStranger& operator=(const TcpStranger&) = delete;
    ~TcpStranger() { close(fd_); }

    void send(std::string_view octets) const {
        [[maybe_unused]] const auto n = ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
    }
    /// Empty when nothing comes in time, or at the end.
    std::string receive(int milliseconds = 3000) const {
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, milliseconds) != 1) return {};
        std::array<char, 65536> octets;
        const auto n = recv(fd_, octets.data(), octets.size(), 0);
        return n > 0 ? std::string(octets.data(), static_cast<std::size_t>(n)) : std::string();
    }

private:
    int fd_;
};

}  // namespace wims::sofia::test
