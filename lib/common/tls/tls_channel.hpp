// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/net/channel.hpp"
#include "common/tls/openssl_handle.hpp"

namespace wims::tls {

class ServerContext;

/// TLS on a connected socket.
class TlsChannel final : public net::Channel {
public:
    TlsChannel(std::shared_ptr<ServerContext> context, Handle<SSL> ssl, net::Fd fd)
        : context_(std::move(context)), fd_(std::move(fd)), ssl_(std::move(ssl)) {}

    int fd() const noexcept override { return fd_.get(); }
    net::IoOutcome handshake() override;
    net::IoOutcome read(std::span<char> into) override;
    net::IoOutcome write(std::string_view octets) override;
    std::size_t buffered() const noexcept override;
    void end_writing() noexcept override;
    std::string tls_version() const override;
    std::string tls_cipher() const override;

private:
    net::IoOutcome outcome(int result, std::size_t octets);

    std::shared_ptr<ServerContext> context_;  // holds the BIO's method
    net::Fd fd_;
    Handle<SSL> ssl_;
    bool broken_ = false;
};

}  // namespace wims::tls
