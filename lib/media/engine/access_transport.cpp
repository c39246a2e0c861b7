// SPDX-License-Identifier: Apache-2.0
#include "media/engine/access_transport.hpp"

#include <algorithm>
#include <utility>

namespace wims::media::engine {

AccessTransport::AccessTransport(const Shared& shared, w3::IceCredentials local, Logger log, SessionOutput& output)
    : shared_(shared), log_(std::move(log)), output_(output), ice_(std::move(local)) {}

AccessTransport::~AccessTransport() = default;

Result<void> AccessTransport::check(const iq::AccessRemote& remote) {
    const auto& prints = remote.transport.fingerprints;
    const bool usable = std::any_of(prints.begin(), prints.end(), [](const w3::Fingerprint& f) {
        return f.hash == "sha-256" || f.hash == "sha-1" || f.hash == "sha-384" || f.hash == "sha-512";
    });
    if (!usable) return Error{ErrorKind::usage, "no fingerprint with a hash known here (sha-1, -256, -384, -512)", 488};
    return {};
}

Result<void> AccessTransport::check_remote(const iq::AccessRemote& remote) const {
    if (auto ok = check(remote); !ok) return ok;
    if (remote_ && established() && remote_->transport.fingerprints != remote.transport.fingerprints)
        return Error{ErrorKind::usage, "the DTLS association is up: its fingerprints cannot change", 488};
    return {};
}

void AccessTransport::set_remote(const iq::AccessRemote& remote, TimePoint now) {
    const bool same_end = remote_ && remote_->gateway_role == remote.gateway_role &&
                          remote_->transport.fingerprints == remote.transport.fingerprints;
    remote_ = remote;
    if (established() || (same_end && dtls_)) return;
    dtls_.reset();
    retransmission_.reset();
    start_dtls(now);
}

ice::CheckOutcome AccessTransport::receive_stun(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now,
                                                std::optional<IpEndpoint>& unbound) {
    if (consent_lost_) return ice::CheckOutcome::ignored;
    const bool first = !ice_.last_check();
    const auto before = ice_.selected();
    const auto answer = ice_.receive(message, from, now);
    unbound = answer.unbound;
    if (answer.response) output_.send_access(answer.response->octets(), from);
    if (answer.outcome == ice::CheckOutcome::ignored) return answer.outcome;
    if (answer.outcome == ice::CheckOutcome::refused) {
        count(shared_.metrics, Counter::checks_refused);
        return answer.outcome;
    }
    count(shared_.metrics, Counter::checks_valid);
    if (first) {
        dtls_limit_ = now + shared_.dtls_setup;
        log_.info("first valid connectivity check", {{"from", to_string(from.text())}});
        output_.event(iq::EventKind::ice_connected, "checked from " + to_string(from.text()));
        start_dtls(now);
    } else if (ice_.selected() != before) {
        log_.info("another pair was nominated", {{"to", to_string(from.text())}});
    }
    return answer.outcome;
}

void AccessTransport::start_dtls(TimePoint now) {
    if (!remote_ || !ice_.selected() || dtls_ || dtls_over_) return;
    dtls_ = std::make_unique<dtls::Association>(shared_.dtls, remote_->gateway_role, remote_->transport.fingerprints);
    dtls_->start();
    after_dtls(now);
}

void AccessTransport::receive_dtls(std::span<const std::uint8_t> datagram, TimePoint now) {
    start_dtls(now);
    if (!dtls_ || dtls_over_ || consent_lost_) return;
    dtls_->receive(datagram);
    after_dtls(now);
}

void AccessTransport::after_dtls(TimePoint now) {
    for (const auto& datagram : dtls_->take_outgoing())
        if (ice_.selected() && !consent_lost_) output_.send_access(datagram, *ice_.selected());
    const auto next = dtls_->next_retransmission();
    retransmission_ = next ? std::optional(now + *next) : std::nullopt;
    switch (dtls_->state()) {
        case dtls::State::handshaking: return;
        case dtls::State::established:
            if (!srtp_ && !dtls_over_) establish();
            return;
        case dtls::State::failed: return fail_dtls(dtls_->failure());
        case dtls::State::closed:
            if (dtls_over_) return;
            if (!srtp_ && dtls_->keys()) establish();
            dtls_over_ = true;
            dtls_limit_.reset();  // a close may come before the handshake is done
            log_.info("the WIC closed its DTLS association");
            output_.event(iq::EventKind::dtls_closed, "close_notify from the WIC");
            return;
    }
}

void AccessTransport::establish() {
    auto session = shared_.srtp.create(*dtls_->keys());
    if (!session) return fail_dtls(session.error().text);
    srtp_ = std::move(*session);
    dtls_limit_.reset();
    const auto profile = srtp::name_of(dtls_->keys()->profile);
    count(shared_.metrics, Counter::dtls_established);
    log_.info("DTLS-SRTP is up", {{"cipher", dtls_->cipher()}, {"srtp", profile}});
    output_.event(iq::EventKind::dtls_established, std::string(profile));
}

void AccessTransport::fail_dtls(const std::string& why) {
    if (dtls_over_) return;
    dtls_over_ = true;
    dtls_limit_.reset();
    retransmission_.reset();
    srtp_.reset();
    count(shared_.metrics, Counter::dtls_failed);
    log_.warning("DTLS failed", {{"reason", why}});
    output_.event(iq::EventKind::dtls_failed, why);
}

bool AccessTransport::unprotect(Packet& packet, bool rtcp) {
    if (!srtp_) return false;
    switch (rtcp ? srtp_->unprotect_rtcp(packet) : srtp_->unprotect_rtp(packet)) {
        case srtp::Verdict::good: return true;
        case srtp::Verdict::replayed: count(shared_.metrics, Counter::srtp_replayed); return false;
        case srtp::Verdict::unauthentic: count(shared_.metrics, Counter::srtp_unauthentic); return false;
        case srtp::Verdict::malformed:
        case srtp::Verdict::limit: count(shared_.metrics, Counter::srtp_refused); return false;
    }
    return false;
}

bool AccessTransport::protect_and_send(Packet& packet, bool rtcp) {
    if (!srtp_ || consent_lost_ || dtls_over_ || !ice_.selected()) return false;
    const auto verdict = rtcp ? srtp_->protect_rtcp(packet) : srtp_->protect_rtp(packet);
    if (verdict != srtp::Verdict::good) {
        count(shared_.metrics, Counter::srtp_refused);
        return false;
    }
    output_.send_access(packet.octets(), *ice_.selected());
    return true;
}

void AccessTransport::handle_time(TimePoint now) {
    if (retransmission_ && now >= *retransmission_ && dtls_ && !dtls_over_) {
        dtls_->handle_timeout();
        after_dtls(now);
    }
    if (dtls_limit_ && now >= *dtls_limit_) {
        if (dtls_) dtls_.reset();
        fail_dtls(remote_ ? "no handshake in time" : "no handshake in time: the WIC's fingerprint never came");
    }
    const auto& last = ice_.last_check();
    if (!consent_lost_ && last && now - *last >= shared_.consent_loss) {
        consent_lost_ = true;
        dtls_limit_.reset();
        retransmission_.reset();
        count(shared_.metrics, Counter::consent_lost);
        log_.warning("consent is lost: no connectivity check for too long");
        output_.event(iq::EventKind::consent_lost, "no authenticated connectivity check in time");
    }
}

std::optional<TimePoint> AccessTransport::deadline() const {
    std::optional<TimePoint> next;
    const auto consider = [&next](TimePoint when) { next = next ? std::min(*next, when) : when; };
    if (retransmission_) consider(*retransmission_);
    if (dtls_limit_) consider(*dtls_limit_);
    if (!consent_lost_ && ice_.last_check()) consider(*ice_.last_check() + shared_.consent_loss);
    return next;
}

void AccessTransport::close() {
    if (!dtls_ || dtls_over_ || consent_lost_) return;
    dtls_->close();
    for (const auto& datagram : dtls_->take_outgoing())
        if (ice_.selected()) output_.send_access(datagram, *ice_.selected());
}

}  // namespace wims::media::engine
