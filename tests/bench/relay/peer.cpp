// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/peer.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "common/sdp/candidate.hpp"
#include "common/sdp/fingerprint.hpp"
#include "common/sdp/session_description.hpp"
#include "media/ice/stun_writer.hpp"

namespace wims::bench {

using media::ice::StunAttribute;
using media::ice::StunMessage;
using media::ice::StunType;
using media::ice::StunWriter;

namespace {

std::vector<std::uint8_t> copy(std::span<const std::uint8_t> octets) { return {octets.begin(), octets.end()}; }

}  // namespace

Peer::Peer(const media::dtls::Endpoint& endpoint, media::srtp::Backend& srtp)
    : endpoint_(endpoint), srtp_(srtp), local_{random_token(8), random_token(24)} {}

std::string Peer::offer(const media::IpEndpoint& own, const Speech& speech) const {
    const auto address = own.text();
    const auto& print = endpoint_.fingerprint();
    const auto type = std::to_string(speech.type);
    return "v=0\r\no=- 1 1 IN IP4 " + address.ip + "\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio " +
           std::to_string(address.port) + " UDP/TLS/RTP/SAVPF " + type + "\r\nc=IN IP4 " + address.ip +
           "\r\na=mid:0\r\na=rtcp-mux\r\na=sendrecv\r\na=ice-ufrag:" + local_.ufrag + "\r\na=ice-pwd:" + local_.pwd +
           "\r\na=fingerprint:" + print.hash + " " + print.value + "\r\na=setup:actpass\r\na=rtpmap:" + type + " " +
           speech.rtpmap + (speech.fmtp.empty() ? "" : "\r\na=fmtp:" + type + " " + speech.fmtp) +
           "\r\na=candidate:1 1 UDP 2130706431 " + address.ip + " " + std::to_string(address.port) + " typ host\r\n";
}

bool Peer::take_answer(const std::string& sdp) {
    const auto description = sdp::parse(sdp);
    if (!description || description->media.empty()) return false;
    const auto find = [&](std::string_view name) {
        const auto value = description->media.front().section.attribute(name);
        return std::string(value ? *value : description->session.attribute(name).value_or(""));
    };
    remote_credentials_ = {find("ice-ufrag"), find("ice-pwd")};
    const auto print = sdp::Fingerprint::parse(find("fingerprint"));
    const auto candidate = sdp::Candidate::parse(find("candidate"));
    if (!print || !candidate) return false;
    fingerprints_ = {{print->hash, print->value}};
    const auto remote = media::IpEndpoint::from({candidate->address, candidate->port});
    if (!remote) return false;
    remote_ = *remote;
    dtls_ = std::make_unique<media::dtls::Association>(endpoint_, w3::DtlsRole::client, fingerprints_);
    return true;
}

Peer::Datagram Peer::check() {
    media::ice::TransactionId transaction;
    const auto random = random_u64();
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&random), sizeof random, transaction.begin());
    StunWriter request(StunType::binding_request, transaction);
    request.add_text(StunAttribute::username, remote_credentials_.ufrag + ":" + local_.ufrag);
    request.add_u32(StunAttribute::priority, 1862270975);
    request.add_u64(StunAttribute::ice_controlling, 1);
    request.add(StunAttribute::use_candidate, {});
    request.add_integrity(remote_credentials_.pwd);
    request.add_fingerprint();
    return copy(request.octets());
}

void Peer::receive(std::span<const std::uint8_t> datagram, const media::IpEndpoint& from, std::vector<Datagram>& out) {
    if (datagram.empty()) return;
    if (datagram[0] < 4) return receive_stun(datagram, from, out);
    if (datagram[0] < 20 || datagram[0] > 63 || !dtls_ || established()) return;
    dtls_->receive(datagram);
    after_dtls(out);
}

void Peer::receive_stun(std::span<const std::uint8_t> datagram, const media::IpEndpoint& from,
                        std::vector<Datagram>& out) {
    const auto message = StunMessage::parse(datagram);
    if (!message) return;
    if (message->is(StunType::binding_request)) {
        StunWriter response(StunType::binding_success, message->transaction);
        response.add_mapped(from);
        response.add_integrity(local_.pwd);
        response.add_fingerprint();
        out.push_back(copy(response.octets()));
        return;
    }
    if (checked_ || !message->is(StunType::binding_success) || !message->authentic(remote_credentials_.pwd)) return;
    checked_ = true;
    dtls_->start();
    after_dtls(out);
}

void Peer::handle_time(std::vector<Datagram>& out) {
    if (!checked_ || established()) return;
    dtls_->handle_timeout();
    after_dtls(out);
}

void Peer::after_dtls(std::vector<Datagram>& out) {
    for (auto& datagram : dtls_->take_outgoing()) out.push_back(std::move(datagram));
    if (session_ || dtls_->state() != media::dtls::State::established) return;
    auto session = srtp_.create(*dtls_->keys());
    if (session) session_ = std::move(*session);
}

}  // namespace wims::bench
