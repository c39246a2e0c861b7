// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/w3/transport.hpp>

#include "media/dtls/certificate.hpp"
#include "media/dtls/datagram_bio.hpp"
#include "media/dtls/endpoint.hpp"
#include "media/dtls/record_reader.hpp"
#include "media/dtls/record_writer.hpp"
#include "media/srtp/keys.hpp"

namespace wims::media::dtls {

enum class State : std::uint8_t { handshaking, established, closed, failed };

/// One DTLS-SRTP association with one WIC: datagrams in, datagrams and keys out. The peer's certificate is compared
/// with the announced fingerprints inside the handshake, so no key of a stranger is ever used.
/// [RFC 5763 5, RFC 5764; AGW-07]
///
/// OpenSSL shakes hands, and is let go when that is done: it would hold 70 KiB for a call's length. What is left to do
/// needs the keys of the records alone: alerts, and the last flight again when the peer shows that it was lost.
class Association {
public:
    /// `endpoint` outlives this.
    Association(const Endpoint& endpoint, w3::DtlsRole role, std::vector<w3::Fingerprint> announced);

    /// Sends the ClientHello when this end is the client.
    void start();
    void receive(std::span<const std::uint8_t> datagram);
    /// The time of take_timer() has come: the last flight goes out again.
    void handle_timeout();
    /// close_notify, once established.
    void close();

    /// Ask after each of the calls above: a value restarts the caller's one timer, which counts while handshaking.
    std::optional<Duration> take_timer() noexcept { return std::exchange(timer_, std::nullopt); }
    /// What is to be sent now, in order; the caller takes it.
    std::vector<Datagram> take_outgoing() { return std::exchange(outgoing_, {}); }

    State state() const noexcept { return state_; }
    /// For people, when failed.
    const std::string& failure() const noexcept { return failure_; }
    /// Once established.
    const std::optional<srtp::Keys>& keys() const noexcept { return keys_; }
    std::string_view cipher() const noexcept { return cipher_; }

    /// Given to the SSL_CTX.
    static int verify_peer(X509_STORE_CTX* store, void*);

private:
    void step();
    void send_written();
    bool export_keys();
    void let_go(std::span<const std::uint8_t> datagram);
    void listen(std::span<const std::uint8_t> datagram);
    void say_goodbye();
    void fail(std::string why);

    const w3::DtlsRole role_;
    std::vector<w3::Fingerprint> announced_;

    DatagramPipe pipe_;  // outlives ssl_
    Owned<SSL> ssl_;     // until established
    RecordWriter writer_;
    std::optional<RecordReader> reader_;  // once established
    std::vector<Datagram> outgoing_;
    Duration wait_{};
    std::optional<Duration> timer_;

    State state_ = State::handshaking;
    bool mismatch_ = false;
    std::string failure_;
    std::string_view cipher_ = "none";
    std::optional<srtp::Keys> keys_;
};

}  // namespace wims::media::dtls
