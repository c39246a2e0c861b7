// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/media/ip_endpoint.hpp>

#include "bench/relay/speech.hpp"
#include "media/dtls/association.hpp"
#include "media/ice/stun_message.hpp"
#include "media/srtp/session.hpp"

namespace wims::bench {

/// A WebRTC client without media of its own: controlling full ICE with one candidate, DTLS client, SRTP. Datagrams in,
/// datagrams out.
class Peer {
public:
    Peer(const media::dtls::Endpoint& endpoint, media::srtp::Backend& srtp);

    /// Its offer: one codec, one candidate at this address.
    std::string offer(const media::IpEndpoint& own, const Speech& speech) const;
    /// False: there is something missing in the answer.
    bool take_answer(const std::string& sdp);
    const media::IpEndpoint& remote() const noexcept { return remote_; }

    using Datagram = std::vector<std::uint8_t>;
    /// A check of the only pair, nominating it.
    Datagram check();
    /// STUN and DTLS; what is to be sent back is appended to `out`.
    void receive(std::span<const std::uint8_t> datagram, const media::IpEndpoint& from, std::vector<Datagram>& out);
    /// The last flight again, when it is time.
    void handle_time(std::vector<Datagram>& out);

    bool checked() const noexcept { return checked_; }
    bool established() const noexcept { return session_ != nullptr; }
    const std::string& failure() const noexcept { return dtls_->failure(); }
    media::srtp::Session& session() noexcept { return *session_; }

private:
    void receive_stun(std::span<const std::uint8_t> datagram, const media::IpEndpoint& from,
                      std::vector<Datagram>& out);
    void after_dtls(std::vector<Datagram>& out);

    const media::dtls::Endpoint& endpoint_;
    media::srtp::Backend& srtp_;
    const w3::IceCredentials local_;
    w3::IceCredentials remote_credentials_;
    media::IpEndpoint remote_;
    std::vector<w3::Fingerprint> fingerprints_;
    bool checked_ = false;
    std::unique_ptr<media::dtls::Association> dtls_;
    std::unique_ptr<media::srtp::Session> session_;
};

}  // namespace wims::bench
