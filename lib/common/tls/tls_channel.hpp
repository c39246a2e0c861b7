// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/net/channel.hpp"
#include "common/tls/openssl_handle.hpp"

namespace wims::tls {

/// TLS on a connected socket.
class TlsChannel final : public net::Channel {
public:
    /// `context` is what must outlive the connection. With `alpn_required` a handshake without a protocol name fails.
    TlsChannel(std::shared_ptr<const void> context, Handle<SSL> ssl, net::Fd fd, bool alpn_required)
        : context_(std::move(context)), fd_(std::move(fd)), ssl_(std::move(ssl)), alpn_required_(alpn_required) {}

    int fd() const noexcept override { return fd_.get(); }
    net::IoOutcome handshake() override;
    net::IoOutcome read(std::span<char> into) override;
    net::IoOutcome write(std::string_view octets) override;
    std::size_t buffered() const noexcept override;
    void end_writing() noexcept override;
    std::string tls_version() const override;
    std::string tls_cipher() const override;
    std::string alpn() const override;
    std::vector<std::string> peer_names() const override;

private:
    net::IoOutcome outcome(int result, std::size_t octets);

    std::shared_ptr<const void> context_;
    net::Fd fd_;
    Handle<SSL> ssl_;
    const bool alpn_required_;
    bool broken_ = false;
};

}  // namespace wims::tls
