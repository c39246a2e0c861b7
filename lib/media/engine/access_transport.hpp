// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/media/codec_factory.hpp>
#include <wims/media/consent_mode.hpp>
#include <wims/media/core_latching.hpp>
#include <wims/media/counters.hpp>

#include <wims/media/session_output.hpp>
#include "media/dtls/association.hpp"
#include "media/ice/consent.hpp"
#include "media/ice/lite_agent.hpp"
#include "media/srtp/session.hpp"

namespace wims::media::engine {

/// What every context of one gateway shares. All of it outlives the contexts.
struct Shared {
    const dtls::Endpoint& dtls;
    srtp::Backend& srtp;
    Metrics& metrics;
    ConsentMode consent = ConsentMode::answer;
    Duration consent_loss = std::chrono::seconds(30);
    Duration dtls_setup = std::chrono::seconds(10);
    Duration media_inactivity = std::chrono::seconds(30);
    CodecFactory* codecs = nullptr;  ///< none: what has no common codec is refused
    WallTime civil_zero{};           ///< the civil time at which the contexts' clock was zero, for NTP
    CoreLatching core_latching{};
};

/// The W3 end of one context: ICE, DTLS and SRTP over the pair that the WIC nominated. It sends nothing to an
/// address without a valid check, and nothing at all once consent is lost. (AGW-02, AGW-04, AGW-05)
class AccessTransport {
public:
    AccessTransport(const Shared& shared, w3::IceCredentials local, Logger log, SessionOutput& output);
    ~AccessTransport();

    /// Fails when no fingerprint is usable.
    static Result<void> check(const iq::AccessRemote& remote);
    /// Fails, changing nothing, for that or when consent cannot be asked for.
    Result<void> check_remote(const iq::AccessRemote& remote) const;
    /// After check_remote. Other ICE credentials of the WIC restart ICE: this end gets new ones too, DTLS and the pair in
    /// use go on. (ALG-12) Other fingerprints, or another tls-id, are another association: hands are shaken again.
    /// [RFC 8842 5]
    void set_remote(const iq::AccessRemote& remote, TimePoint now);
    bool has_remote() const noexcept { return remote_.has_value(); }

    ice::CheckOutcome receive_stun(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now,
                                   std::optional<IpEndpoint>& unbound);
    /// ICE is done by a full agent elsewhere: what it found, and that it found nothing or lost it. It sees to consent too.
    void set_pair(const IpEndpoint& remote, TimePoint now);
    void lose_pair();
    void unbind(const IpEndpoint& remote) { ice_.unbind(remote); }
    /// Only with a remote.
    void receive_dtls(std::span<const std::uint8_t> datagram, TimePoint now);
    /// In place; false and counted when it must not be believed. Only once established.
    bool unprotect(Packet& packet, bool rtcp);
    /// In place and sent to the selected pair; false when there is nowhere to send.
    bool protect_and_send(Packet& packet, bool rtcp);

    /// What protect_and_send sent before, as it was sent.
    bool send_again(std::span<const std::uint8_t> datagram);

    bool established() const noexcept { return srtp_ != nullptr; }
    /// The newest association is the one in use: false from its beginning until its handshake is done.
    bool dtls_up() const noexcept { return dtls_up_; }
    bool consent_lost() const noexcept { return consent_lost_; }
    const ice::LiteAgent& ice() const noexcept { return ice_; }

    void handle_time(TimePoint now);
    std::optional<TimePoint> deadline() const;
    /// close_notify, when there is somebody to hear it.
    void close();

private:
    void first_check(const IpEndpoint& from, TimePoint now);
    void receive_consent(const ice::StunMessage& response, const IpEndpoint& from, TimePoint now);
    void ask_consent(TimePoint now);
    void lose_consent(std::string_view why);
    std::optional<TimePoint> consent_given() const;
    bool asks_anew(const iq::AccessRemote& remote) const;
    void another_association(bool other_end, TimePoint now);
    void start_dtls(TimePoint now);
    void after_dtls(TimePoint now);
    void establish();
    Result<void> key_srtp(const srtp::Keys& keys);
    void fail_dtls(const std::string& why);

    const Shared& shared_;
    const Logger log_;
    SessionOutput& output_;

    ice::LiteAgent ice_;
    std::optional<ice::Consent> consent_;  // with ConsentMode::send, from the first valid check on
    w3::IceCredentials consent_remote_;    // the WIC's, of the generation that the selected pair belongs to
    std::optional<iq::AccessRemote> remote_;
    std::unique_ptr<dtls::Association> dtls_;
    std::unique_ptr<srtp::Session> srtp_;
    std::optional<TimePoint> dtls_limit_;  // when a handshake must have ended
    std::optional<TimePoint> retransmission_;
    bool dtls_up_ = false;    // this association's keys are in use
    bool dtls_over_ = false;  // failed or closed: said once
    bool other_end_ = false;  // the next keys are not for the end that srtp_ knows
    bool consent_lost_ = false;
    bool full_ice_ = false;
};

}  // namespace wims::media::engine
