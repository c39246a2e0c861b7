// SPDX-License-Identifier: Apache-2.0
#include "media/engine/access_transport.hpp"

#include <algorithm>
#include <utility>

#include "common/core/random.hpp"

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
    if (shared_.consent == ConsentMode::send && remote.transport.ice.pwd.empty())
        return Error{ErrorKind::usage, "consent=send needs the ICE credentials of the WIC", 488};
    return {};
}

void AccessTransport::set_remote(const iq::AccessRemote& remote, TimePoint now) {
    const bool other_end = remote_ && remote_->transport.fingerprints != remote.transport.fingerprints;
    const bool anew = other_end || asks_anew(remote);
    const bool same_role = remote_ && remote_->gateway_role == remote.gateway_role;
    if (remote_ && remote_->transport.ice != remote.transport.ice) {
        count(shared_.metrics, Counter::ice_restarts);
        log_.info("the WIC restarts ICE");
        ice_.restart({random_token(12), random_token(24)});
    }
    if (consent_ && consent_remote_.pwd.empty()) consent_.emplace(now);  // until here its checks had to do
    remote_ = remote;
    if (!consent_ || ice_.renewed()) consent_remote_ = remote.transport.ice;
    if (anew) another_association(other_end, now);
    if (dtls_ && (dtls_up_ || same_role)) return;
    dtls_.reset();
    retransmission_.reset();
    // A ClientHello for another end does not go to where the one before it was.
    if (!anew || ice_.renewed() || remote.gateway_role == w3::DtlsRole::server) start_dtls(now);
}

/// The same certificate, and another tls-id. [RFC 8842 5.5]
bool AccessTransport::asks_anew(const iq::AccessRemote& remote) const {
    if (!remote_ || remote.transport.tls_id.empty()) return false;
    return !remote_->transport.tls_id.empty() && remote_->transport.tls_id != remote.transport.tls_id;
}

/// Media go on under the keys there are until the new ones are known.
void AccessTransport::another_association(bool other_end, TimePoint now) {
    log_.info("another DTLS association is asked for", {{"certificate", other_end ? "another" : "the same"}});
    dtls_.reset();
    dtls_over_ = dtls_up_ = false;
    other_end_ = other_end_ || other_end;
    if (ice_.last_check()) dtls_limit_ = now + shared_.dtls_setup;
}

ice::CheckOutcome AccessTransport::receive_stun(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now,
                                                std::optional<IpEndpoint>& unbound) {
    if (consent_lost_) return ice::CheckOutcome::ignored;
    if (!message.is(ice::StunType::binding_request)) {
        receive_consent(message, from, now);
        return ice::CheckOutcome::ignored;
    }
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
    if (first) first_check(from, now);
    else if (ice_.selected() != before) log_.info("another pair was nominated", {{"to", to_string(from.text())}});
    if (remote_ && ice_.renewed() && consent_remote_ != remote_->transport.ice)
        consent_remote_ = remote_->transport.ice;
    if (ice_.renewed()) start_dtls(now);
    return answer.outcome;
}

void AccessTransport::set_pair(const IpEndpoint& remote, TimePoint now) {
    if (consent_lost_) return;
    const bool first = !ice_.last_check();
    full_ice_ = true;
    ice_.adopt(remote, now);
    if (first) first_check(remote, now);
    else start_dtls(now);
}

void AccessTransport::lose_pair() {
    if (!consent_lost_) lose_consent("the full ICE agent has no pair that works");
}

void AccessTransport::first_check(const IpEndpoint& from, TimePoint now) {
    dtls_limit_ = now + shared_.dtls_setup;
    if (shared_.consent == ConsentMode::send && !full_ice_) consent_.emplace(now);
    log_.info("first valid connectivity check", {{"from", to_string(from.text())}});
    output_.event(iq::EventKind::ice_connected, "checked from " + to_string(from.text()));
    start_dtls(now);
}

void AccessTransport::receive_consent(const ice::StunMessage& response, const IpEndpoint& from, TimePoint now) {
    const bool given = consent_ && consent_->receive(response, from, consent_remote_, now);
    count(shared_.metrics, given ? Counter::consent_given : Counter::stun_unasked);
}

void AccessTransport::ask_consent(TimePoint now) {
    if (!consent_ || consent_remote_.pwd.empty() || !ice_.selected()) return;
    const auto request =
        consent_->handle_time(ice_.renewed() ? ice_.local() : *ice_.previous(), consent_remote_, *ice_.selected(), now);
    if (!request) return;
    count(shared_.metrics, Counter::consent_asked);
    output_.send_access(request->octets(), *ice_.selected());
}

std::optional<TimePoint> AccessTransport::consent_given() const {
    if (full_ice_) return std::nullopt;
    return consent_ && !consent_remote_.pwd.empty() ? std::optional(consent_->given()) : ice_.last_check();
}

void AccessTransport::lose_consent(std::string_view why) {
    consent_lost_ = true;
    dtls_limit_.reset();
    retransmission_.reset();
    count(shared_.metrics, Counter::consent_lost);
    log_.warning("consent is lost", {{"why", why}});
    output_.event(iq::EventKind::consent_lost, std::string(why));
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
    if (const auto wait = dtls_->take_timer()) retransmission_ = now + *wait;
    if (dtls_->state() != dtls::State::handshaking) retransmission_.reset();
    switch (dtls_->state()) {
        case dtls::State::handshaking: return;
        case dtls::State::established:
            if (!dtls_up_ && !dtls_over_) establish();
            return;
        case dtls::State::failed: return fail_dtls(dtls_->failure());
        case dtls::State::closed:
            if (dtls_over_) return;
            if (!dtls_up_ && dtls_->keys()) establish();
            dtls_over_ = true;
            dtls_limit_.reset();  // a close may come before the handshake is done
            log_.info("the WIC closed its DTLS association");
            output_.event(iq::EventKind::dtls_closed, "close_notify from the WIC");
            return;
    }
}

void AccessTransport::establish() {
    if (auto ok = key_srtp(*dtls_->keys()); !ok) return fail_dtls(ok.error().text);
    dtls_up_ = true;
    dtls_limit_.reset();
    const auto profile = srtp::name_of(dtls_->keys()->profile);
    count(shared_.metrics, Counter::dtls_established);
    log_.info("DTLS-SRTP is up", {{"cipher", dtls_->cipher()}, {"srtp", profile}});
    output_.event(iq::EventKind::dtls_established, std::string(profile));
}

/// Of the same end the roll-over counters go on; another end has never heard of them. [RFC 3711 3.3.1]
Result<void> AccessTransport::key_srtp(const srtp::Keys& keys) {
    if (srtp_ && !other_end_) return srtp_->rekey(keys);
    auto session = shared_.srtp.create(keys);
    if (!session) return session.error();
    srtp_ = std::move(*session);
    other_end_ = false;
    return {};
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

bool AccessTransport::send_again(std::span<const std::uint8_t> datagram) {
    if (!srtp_ || consent_lost_ || dtls_over_ || !ice_.selected()) return false;
    output_.send_access(datagram, *ice_.selected());
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
    if (consent_lost_) return;
    if (const auto given = consent_given(); given && now - *given >= shared_.consent_loss)
        return lose_consent(consent_ ? "no answer to the gateway's checks in time"
                                     : "no authenticated connectivity check in time");
    ask_consent(now);
}

std::optional<TimePoint> AccessTransport::deadline() const {
    std::optional<TimePoint> next;
    const auto consider = [&next](TimePoint when) { next = next ? std::min(*next, when) : when; };
    if (retransmission_) consider(*retransmission_);
    if (dtls_limit_) consider(*dtls_limit_);
    if (consent_lost_) return next;
    if (const auto given = consent_given()) consider(*given + shared_.consent_loss);
    if (consent_ && ice_.selected() && !consent_remote_.pwd.empty()) consider(consent_->deadline());
    return next;
}

void AccessTransport::close() {
    if (!dtls_ || dtls_over_ || consent_lost_) return;
    dtls_->close();
    for (const auto& datagram : dtls_->take_outgoing())
        if (ice_.selected()) output_.send_access(datagram, *ice_.selected());
}

}  // namespace wims::media::engine
