// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "mini_ims/phone/call.hpp"
#include "mini_ims/sip/message_log.hpp"
#include "mini_ims/sip/sip_loop.hpp"

namespace wims::mini_ims {

struct PhoneConfig {
    std::string name;           ///< "echo", "tone"
    std::string identity;       ///< "sip:echo@ims.operator.example"
    std::string ip;             ///< of SIP and RTP; the SIP port is any free one
    std::string service_route;  ///< Route entry towards the S-CSCF
    PortRange rtp_ports;
    Voice voice;
    std::chrono::milliseconds answer_delay{300};
};

/// What a phone can tell about itself. The media part is asked for on the media loop.
struct PhoneState {
    std::string state;  ///< idle, ringing, calling, established, ended
    std::string call_id, session_id, remote, codec, last_bye_reason, ended_by;
    int last_failure_status = 0, last_reinvite_status = 0;
    std::optional<double> sent_level_dbfs, sent_frequency_hz;  ///< empty for an echo
    std::chrono::milliseconds answer_delay{0};
    std::shared_ptr<RtpEndpoint> media;  ///< empty before the first call
    std::shared_ptr<VideoEcho> video;    ///< empty without a picture
};

/// A SIP phone on UDP with an agent and a port of its own: one call at a time, G.711. SIP thread; its media runs on the
/// media loop.
class Phone {
public:
    /// io: no port.
    static Result<std::unique_ptr<Phone>> create(SipLoop& loop, EventLoop& media, PhoneConfig config, Logger log);
    ~Phone();

    const PhoneConfig& config() const { return config_; }
    TransportAddress address() const;
    PhoneState state() const;

    /// usage with status 409: there is a call already, respectively none in the right state.
    Result<void> call(const std::string& to);
    Result<void> hang_up();
    Result<void> cancel();
    /// A re-INVITE that holds the call or takes it up again; its answer's status is in the state.
    Result<void> hold(bool held);
    /// A PLI for the picture that the peer sends.
    Result<void> want_key_frame();
    void decline_next() { decline_next_ = true; }
    void set_answer_delay(std::chrono::milliseconds delay) { answer_delay_ = delay; }
    /// Ends whatever goes on and forgets it.
    void reset();

private:
    Phone(SipLoop& loop, EventLoop& media, PhoneConfig config, Logger log);

    static int on_request(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip);
    static int on_dialog_request(nta_leg_magic_t* self, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
    static int on_ack_cancel(nta_incoming_magic_t* self, nta_incoming_t* request, const sip_t* sip);
    static int on_reinvite_ack(nta_incoming_magic_t* self, nta_incoming_t* request, const sip_t* sip);
    static int on_invite_response(nta_outgoing_magic_t* self, nta_outgoing_t* invite, const sip_t* sip);
    static int on_reinvite_response(nta_outgoing_magic_t* self, nta_outgoing_t* reinvite, const sip_t* sip);
    static int on_response(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip);

    int receive(nta_incoming_t* request, const sip_t* sip);
    int ring(nta_incoming_t* request, const sip_t* sip);
    int receive_in_dialog(nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
    int renegotiate(nta_incoming_t* request, const sip_t* sip);
    void answer();
    void cancelled(nta_incoming_t* request, const sip_t* sip);
    void progress(const sip_t* sip);
    void established(const sip_t* sip);
    void acknowledge(const sip_t* sip);
    void send_bye(const char* reason);
    void send_cancel();
    void start_media(const PhoneSdp& peer);
    /// What this phone answers; it takes ports for the picture when there is one.
    std::string answer_to(const PhoneSdp& offer);
    void end(std::string by);
    Result<std::unique_ptr<Call>> new_call();
    bool busy() const { return call_ && call_->state != Call::State::ended; }
    std::string contact() const {
        return "<" + config_.identity.substr(0, config_.identity.find('@')) + "@" + to_string(address()) + ">";
    }

    SipLoop& loop_;
    EventLoop& media_;
    const PhoneConfig config_;
    const MessageLog log_;

    nta_agent_t* agent_ = nullptr;
    nta_leg_t* leg_ = nullptr;
    std::unique_ptr<Call> call_;
    Timer answer_timer_;
    std::chrono::milliseconds answer_delay_;
    bool decline_next_ = false;
};

}  // namespace wims::mini_ims
