// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "common/net/channel.hpp"

namespace wims::net {

namespace {

class TcpChannel final : public Channel {
public:
    explicit TcpChannel(Fd fd) : fd_(std::move(fd)) {}

    int fd() const noexcept override { return fd_.get(); }
    IoOutcome handshake() override { return {}; }
    IoOutcome read(std::span<char> into) override {
        const auto n = ::recv(fd_.get(), into.data(), into.size(), 0);
        if (n > 0) return {IoOutcome::What::done, static_cast<std::size_t>(n), {}};
        if (n == 0) return {IoOutcome::What::closed, 0, {}};
        return not_done(IoOutcome::What::want_read);
    }
    IoOutcome write(std::string_view octets) override {
        const auto n = ::send(fd_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
        if (n >= 0) return {IoOutcome::What::done, static_cast<std::size_t>(n), {}};
        return not_done(IoOutcome::What::want_write);
    }
    std::size_t buffered() const noexcept override { return 0; }
    void end_writing() noexcept override { ::shutdown(fd_.get(), SHUT_WR); }
    std::string tls_version() const override { return {}; }
    std::string tls_cipher() const override { return {}; }

private:
    static IoOutcome not_done(IoOutcome::What again) {
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {again, 0, {}};
        return {IoOutcome::What::failed, 0, std::strerror(errno)};
    }

    Fd fd_;
};

}  // namespace

std::unique_ptr<Channel> make_tcp_channel(Fd fd) { return std::make_unique<TcpChannel>(std::move(fd)); }

}  // namespace wims::net
