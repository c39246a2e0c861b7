// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/w3/transport.hpp>

#include "media/dtls/certificate.hpp"
#include "media/dtls/datagram_bio.hpp"
#include "media/dtls/endpoint.hpp"
#include "media/srtp/keys.hpp"

namespace wims::media::dtls {

enum class State : std::uint8_t { handshaking, established, closed, failed };

/// One DTLS-SRTP association with one WIC: datagrams in, datagrams and keys out. The peer's certificate is compared
/// with the announced fingerprints inside the handshake, so no key of a stranger is ever used.
/// [RFC 5763 5, RFC 5764; AGW-07]
///
/// OpenSSL retransmits by a clock of its own that cannot be handed in; next_retransmission() says when handle_timeout()
/// is worth calling.
class Association {
public:
    /// `endpoint` outlives this.
    Association(const Endpoint& endpoint, w3::DtlsRole role, std::vector<w3::Fingerprint> announced);

    /// Sends the ClientHello when this end is the client.
    void start();
    void receive(std::span<const std::uint8_t> datagram);
    void handle_timeout();
    /// close_notify, once established.
    void close();

    std::optional<Duration> next_retransmission() const;
    /// What is to be sent now, in order; the caller takes it.
    std::vector<std::vector<std::uint8_t>> take_outgoing();

    State state() const noexcept { return state_; }
    /// For people, when failed.
    const std::string& failure() const noexcept { return failure_; }
    /// Once established.
    const std::optional<srtp::Keys>& keys() const noexcept { return keys_; }
    std::string_view cipher() const noexcept;
    const std::vector<w3::Fingerprint>& announced() const noexcept { return announced_; }

    /// Given to the SSL_CTX.
    static int verify_peer(X509_STORE_CTX* store, void*);

private:
    void step();
    void export_keys();
    void fail(std::string why);

    const w3::DtlsRole role_;
    const std::vector<w3::Fingerprint> announced_;

    DatagramPipe pipe_;  // outlives ssl_
    Owned<SSL> ssl_;
    State state_ = State::handshaking;
    bool mismatch_ = false;
    std::string failure_;
    std::optional<srtp::Keys> keys_;
};

}  // namespace wims::media::dtls
