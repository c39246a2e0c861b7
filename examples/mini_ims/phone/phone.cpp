// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/phone/phone.hpp"

#include <cstdlib>

#include "common/core/random.hpp"
#include "mini_ims/sip/message_view.hpp"

namespace wims::mini_ims {

namespace {
constexpr const char* allow = "INVITE, ACK, CANCEL, BYE, UPDATE, OPTIONS";
constexpr const char* sdp_type = "application/sdp";

std::string_view name_of(Call::State state) {
    switch (state) {
        case Call::State::ringing: return "ringing";
        case Call::State::calling: return "calling";
        case Call::State::established: return "established";
        case Call::State::ended: return "ended";
    }
    return "ended";
}

std::string reason_of(const sip_t* sip) {
    if (sip->sip_reason == nullptr) return {};
    su_home_t home[1] = {SU_HOME_INIT(home)};
    const char* text = sip_header_as_string(home, reinterpret_cast<const sip_header_t*>(sip->sip_reason));
    std::string reason = text == nullptr ? "" : text;
    su_home_deinit(home);
    return reason;
}

std::string body_of(const sip_t* sip) {
    return sip->sip_payload == nullptr ? "" : std::string(sip->sip_payload->pl_data, sip->sip_payload->pl_len);
}

std::string remote_of(const sip_t* sip) {
    for (const auto& value : header_values(sip, "P-Asserted-Identity"))
        if (auto uris = addresses_in(value); !uris.empty()) return uris.front();
    return text_of(sip->sip_from->a_url);
}
}  // namespace

Result<std::unique_ptr<Phone>> Phone::create(SipLoop& loop, EventLoop& media, PhoneConfig config, Logger log) {
    std::unique_ptr<Phone> self(new Phone(loop, media, std::move(config), log));
    const bool v6 = self->config_.ip.find(':') != std::string::npos;
    const auto host = v6 ? "[" + self->config_.ip + "]" : self->config_.ip;
    const auto name = "sip:" + host + ":*;transport=udp";
    self->agent_ = nta_agent_create(loop.root(), URL_STRING_MAKE(name.c_str()), nullptr, nullptr, NTATAG_UA(1),
                                    NTATAG_CANCEL_487(0), NTATAG_SERVER_RPORT(1), NTATAG_BAD_REQ_MASK(0),
                                    NTATAG_SIPFLAGS(MSG_DO_EXTRACT_COPY), NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0),
                                    NTATAG_UDP_MTU(65535), TAG_END());
    if (self->agent_ == nullptr) return Error{ErrorKind::io, "no UDP port on " + self->config_.ip, 0};
    self->leg_ = nta_leg_tcreate(self->agent_, &Phone::on_request, self.get(), NTATAG_NO_DIALOG(1), TAG_END());
    return self;
}

Phone::Phone(SipLoop& loop, EventLoop& media, PhoneConfig config, Logger log)
    : loop_(loop), media_(media), config_(std::move(config)), log_(log), answer_timer_(loop),
      answer_delay_(config_.answer_delay) {}

Phone::~Phone() {
    call_.reset();
    if (leg_ != nullptr) nta_leg_destroy(leg_);
    if (agent_ != nullptr) nta_agent_destroy(agent_);
}

TransportAddress Phone::address() const {
    const sip_via_t* via = nta_agent_via(agent_);
    return {config_.ip, static_cast<std::uint16_t>(via->v_port == nullptr ? 5060 : std::atoi(via->v_port))};
}

PhoneState Phone::state() const {
    PhoneState state;
    state.state = call_ ? name_of(call_->state) : "idle";
    state.answer_delay = answer_delay_;
    if (!config_.voice.echo) {
        state.sent_frequency_hz = config_.voice.frequency_hz;
        state.sent_level_dbfs = config_.voice.level_dbfs;
    }
    if (!call_) return state;
    state.call_id = call_->call_id;
    state.session_id = call_->session_id;
    state.remote = call_->remote;
    if (call_->peer) state.codec = call_->peer->law == G711::pcmu ? "PCMU" : "PCMA";
    state.last_bye_reason = call_->last_bye_reason;
    state.ended_by = call_->ended_by;
    state.last_failure_status = call_->failure_status;
    state.last_reinvite_status = call_->reinvite_status;
    state.media = call_->media;
    state.video = call_->video;
    return state;
}

Result<std::unique_ptr<Call>> Phone::new_call() {
    auto sockets = RtpSockets::bind(config_.ip, config_.rtp_ports);
    if (!sockets) return sockets.error();
    auto call = std::make_unique<Call>();
    call->description.emplace(config_.ip, (*sockets)->port(), random_u64() >> 2);
    call->media = std::make_shared<RtpEndpoint>(media_, std::move(*sockets), config_.voice);
    return call;
}

void Phone::start_media(const PhoneSdp& peer) {
    call_->peer = peer;
    const RtpPlan plan{peer.rtp, peer.rtcp, peer.law, peer.event_type, peer.peer_receives};
    media_.post([media = call_->media, plan] { media->apply(plan); });
    if (!call_->video || !peer.video) return;
    media_.post([video = call_->video, plan = *peer.video] { video->apply(plan.rtp, plan.rtcp, plan.type); });
}

Result<void> Phone::want_key_frame() {
    if (!busy() || !call_->video) return Error{ErrorKind::usage, "there is no picture", 409};
    media_.post([video = call_->video] { video->want_key_frame(); });
    return {};
}

std::string Phone::answer_to(const PhoneSdp& offer) {
    if (offer.video && config_.voice.echo && !call_->video)
        if (auto sockets = RtpSockets::bind(config_.ip, config_.rtp_ports)) {
            call_->video_port = (*sockets)->port();
            call_->video = std::make_shared<VideoEcho>(media_, std::move(*sockets));
        }
    return call_->description->answer(offer, call_->video_port);
}

void Phone::end(std::string by) {
    answer_timer_.stop();
    call_->state = Call::State::ended;
    call_->ended_by = std::move(by);
    media_.post([media = call_->media, video = call_->video] {
        media->stop();
        if (video) video->stop();
    });
}

// What comes in.

int Phone::on_request(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
    return static_cast<Phone*>(self)->receive(request, sip);
}

int Phone::receive(nta_incoming_t* request, const sip_t* sip) {
    log_.request("in", sip, source_of(request));
    const auto method = sip->sip_request->rq_method;
    if (method == sip_method_ack) {
        nta_incoming_destroy(request);
        return 0;
    }
    if (sip->sip_error != nullptr) return 400;
    if (sip->sip_to->a_tag != nullptr) return 481;
    if (method == sip_method_invite) return ring(request, sip);
    if (method == sip_method_options) {
        nta_incoming_treply(request, SIP_200_OK, SIPTAG_ALLOW_STR(allow), SIPTAG_ACCEPT_STR(sdp_type), TAG_END());
        nta_incoming_destroy(request);
        return 0;
    }
    return 405;
}

int Phone::ring(nta_incoming_t* request, const sip_t* sip) {
    if (busy()) return 486;
    if (std::exchange(decline_next_, false)) {
        log_.decision(sip, "declined", config_.name);
        return 603;
    }
    const auto offer = PhoneSdp::parse(body_of(sip));
    if (!offer) return offer.error().status;
    auto call = new_call();
    if (!call) return call.error().status;
    call_ = std::move(*call);
    call_->peer = *offer;
    call_->call_id = sip->sip_call_id->i_id;
    call_->session_id = header_value(sip, "Session-ID").value_or("");
    call_->remote = remote_of(sip);
    call_->dialog = nta_leg_tcreate(agent_, &Phone::on_dialog_request, this, SIPTAG_CALL_ID(sip->sip_call_id),
                                    SIPTAG_FROM(sip->sip_to), SIPTAG_TO(sip->sip_from), TAG_END());
    nta_leg_tag(call_->dialog, nullptr);
    nta_incoming_tag(request, nta_leg_get_tag(call_->dialog));
    nta_leg_server_route(call_->dialog, sip->sip_record_route, sip->sip_contact);
    call_->received = request;
    nta_incoming_bind(request, &Phone::on_ack_cancel, this);
    nta_incoming_treply(request, SIP_180_RINGING, SIPTAG_CONTACT_STR(contact().c_str()), TAG_END());
    log_.response("out", sip, 180);
    answer_timer_.start(answer_delay_, [this] { answer(); });
    return 0;
}

void Phone::answer() {
    const auto description = answer_to(*call_->peer);
    nta_incoming_treply(call_->received, SIP_200_OK, SIPTAG_CONTACT_STR(contact().c_str()), SIPTAG_ALLOW_STR(allow),
                        SIPTAG_CONTENT_TYPE_STR(sdp_type), SIPTAG_PAYLOAD_STR(description.c_str()), TAG_END());
    call_->state = Call::State::established;
    start_media(*call_->peer);
}

int Phone::on_ack_cancel(nta_incoming_magic_t* magic, nta_incoming_t* request, const sip_t* sip) {
    auto* self = static_cast<Phone*>(magic);
    if (!self->call_ || self->call_->received != request) return 0;
    if (sip == nullptr || sip->sip_request == nullptr) {  // no ACK ever came [RFC 3261 13.3.1.4]
        if (self->busy()) self->send_bye("SIP;cause=408;text=\"No ACK\"");
        return 0;
    }
    self->log_.request("in", sip, {});
    if (sip->sip_request->rq_method == sip_method_cancel && self->call_->state == Call::State::ringing)
        self->cancelled(request, sip);
    return 0;
}

void Phone::cancelled(nta_incoming_t* request, const sip_t* sip) {
    call_->last_bye_reason = reason_of(sip);
    nta_incoming_treply(request, SIP_487_REQUEST_CANCELLED, TAG_END());
    end("cancelled");
}

int Phone::on_dialog_request(nta_leg_magic_t* self, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip) {
    return static_cast<Phone*>(self)->receive_in_dialog(leg, request, sip);
}

int Phone::receive_in_dialog(nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip) {
    log_.request("in", sip, source_of(request));
    const auto method = sip->sip_request->rq_method;
    if (method == sip_method_ack) {
        nta_incoming_destroy(request);
        return 0;
    }
    if (sip->sip_error != nullptr) return 400;
    if (!call_ || call_->dialog != leg || (method != sip_method_bye && call_->state == Call::State::ended)) return 481;
    if (method == sip_method_bye) {
        if (call_->state != Call::State::ended) {
            call_->last_bye_reason = reason_of(sip);
            end("peer");
        }
        return 200;
    }
    if (method == sip_method_invite || method == sip_method_update) return renegotiate(request, sip);
    return method == sip_method_options || method == sip_method_info || method == sip_method_message ? 200 : 405;
}

int Phone::renegotiate(nta_incoming_t* request, const sip_t* sip) {
    const bool invite = sip->sip_request->rq_method == sip_method_invite;
    const auto body = body_of(sip);
    std::string description;
    if (!body.empty()) {
        const auto offer = PhoneSdp::parse(body);
        if (!offer) return offer.error().status;
        description = answer_to(*offer);
        start_media(*offer);
    } else if (invite) {
        description = call_->description->offer();
    }
    const char* type = description.empty() ? nullptr : sdp_type;
    if (invite) nta_incoming_bind(request, &Phone::on_reinvite_ack, this);
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact().c_str()), SIPTAG_CONTENT_TYPE_STR(type),
                        SIPTAG_PAYLOAD_STR(description.empty() ? nullptr : description.c_str()), TAG_END());
    if (!invite) nta_incoming_destroy(request);
    return 0;
}

int Phone::on_reinvite_ack(nta_incoming_magic_t* magic, nta_incoming_t* request, const sip_t* sip) {
    auto* self = static_cast<Phone*>(magic);
    if (sip != nullptr && self->busy())
        if (const auto answer = PhoneSdp::parse(body_of(sip))) self->start_media(*answer);
    nta_incoming_destroy(request);
    return 0;
}

// What goes out.

Result<void> Phone::call(const std::string& to) {
    if (busy()) return Error{ErrorKind::usage, "there is a call already", 409};
    auto call = new_call();
    if (!call) return call.error();
    call_ = std::move(*call);
    call_->state = Call::State::calling;
    call_->remote = to;
    call_->session_id = TrailId::create().hex() + ";remote=" + TrailId().hex();
    const auto from = "<" + config_.identity + ">";
    const auto target = "<" + to + ">";
    call_->dialog = nta_leg_tcreate(agent_, &Phone::on_dialog_request, this, SIPTAG_FROM_STR(from.c_str()),
                                    SIPTAG_TO_STR(target.c_str()), TAG_END());
    if (call_->dialog == nullptr) {
        call_.reset();
        return Error{ErrorKind::usage, "not a SIP URI: " + to, 400};
    }
    nta_leg_tag(call_->dialog, nullptr);
    const auto asserted = "P-Asserted-Identity: <" + config_.identity + ">";
    const auto session = "Session-ID: " + call_->session_id;
    const auto description = call_->description->offer();
    call_->sent = nta_outgoing_tcreate(
        call_->dialog, &Phone::on_invite_response, this, nullptr, SIP_METHOD_INVITE, URL_STRING_MAKE(to.c_str()),
        SIPTAG_ROUTE_STR(config_.service_route.c_str()), SIPTAG_CONTACT_STR(contact().c_str()), SIPTAG_ALLOW_STR(allow),
        SIPTAG_HEADER_STR(asserted.c_str()), SIPTAG_HEADER_STR(session.c_str()), SIPTAG_CONTENT_TYPE_STR(sdp_type),
        SIPTAG_PAYLOAD_STR(description.c_str()), NTATAG_PASS_100(1), TAG_END());
    if (call_->sent == nullptr) {
        call_.reset();
        return Error{ErrorKind::usage, "cannot call " + to, 400};
    }
    if (msg_t* request = nta_outgoing_getrequest(call_->sent)) {
        call_->call_id = sip_object(request)->sip_call_id->i_id;
        log_.request("out", sip_object(request), {});
        msg_destroy(request);
    }
    return {};
}

int Phone::on_invite_response(nta_outgoing_magic_t* magic, nta_outgoing_t* invite, const sip_t* sip) {
    auto* self = static_cast<Phone*>(magic);
    if (self->call_ && self->call_->sent == invite && sip != nullptr && sip->sip_status != nullptr) self->progress(sip);
    return 0;
}

void Phone::progress(const sip_t* sip) {
    const int status = sip->sip_status->st_status;
    log_.response("in", sip, status);
    if (status < 200) {
        call_->provisional = true;
        if (call_->cancel_wanted) send_cancel();
        return;
    }
    if (status < 300) return established(sip);
    call_->failure_status = status;
    call_->last_bye_reason = reason_of(sip);
    end(status == 487 ? "cancelled" : "refused");
}

void Phone::established(const sip_t* sip) {
    if (call_->state == Call::State::established) return acknowledge(sip);  // our ACK was lost
    nta_leg_rtag(call_->dialog, sip->sip_to->a_tag);
    nta_leg_client_route(call_->dialog, sip->sip_record_route, sip->sip_contact);
    acknowledge(sip);
    if (call_->cancel_sent) return send_bye(nullptr);  // the answer overtook our CANCEL
    call_->state = Call::State::established;
    const auto answer = PhoneSdp::parse(body_of(sip));
    if (!answer) return send_bye("SIP;cause=488;text=\"No Usable Answer\"");
    start_media(*answer);
}

void Phone::acknowledge(const sip_t* sip) {
    su_home_t home[1] = {SU_HOME_INIT(home)};
    sip_cseq_t* cseq = sip_cseq_create(home, sip->sip_cseq->cs_seq, SIP_METHOD_ACK);
    if (auto* ack = nta_outgoing_tcreate(call_->dialog, nullptr, nullptr, nullptr, SIP_METHOD_ACK, nullptr,
                                         SIPTAG_CSEQ(cseq), TAG_END()))
        nta_outgoing_destroy(ack);
    su_home_deinit(home);
}

void Phone::send_bye(const char* reason) {
    nta_outgoing_tcreate(call_->dialog, &Phone::on_response, this, nullptr, SIP_METHOD_BYE, nullptr,
                         SIPTAG_REASON_STR(reason), TAG_END());
    end("us");
}

int Phone::on_response(nta_outgoing_magic_t*, nta_outgoing_t* request, const sip_t* sip) {
    if (sip == nullptr || sip->sip_status == nullptr || sip->sip_status->st_status >= 200)
        nta_outgoing_destroy(request);
    return 0;
}

Result<void> Phone::hang_up() {
    if (!busy()) return Error{ErrorKind::usage, "there is no call", 409};
    if (call_->state == Call::State::calling) return cancel();
    if (call_->state == Call::State::ringing) {
        nta_incoming_treply(call_->received, SIP_603_DECLINE, TAG_END());
        end("us");
        return {};
    }
    send_bye(nullptr);
    return {};
}

Result<void> Phone::hold(bool held) {
    if (!busy() || call_->state != Call::State::established || call_->reinvite != nullptr)
        return Error{ErrorKind::usage, "no established call without a re-INVITE on its way", 409};
    const auto description = call_->description->offer(held);
    call_->reinvite_status = 0;
    call_->reinvite =
        nta_outgoing_tcreate(call_->dialog, &Phone::on_reinvite_response, this, nullptr, SIP_METHOD_INVITE, nullptr,
                             SIPTAG_CONTACT_STR(contact().c_str()), SIPTAG_ALLOW_STR(allow),
                             SIPTAG_CONTENT_TYPE_STR(sdp_type), SIPTAG_PAYLOAD_STR(description.c_str()), TAG_END());
    if (call_->reinvite == nullptr) return Error{ErrorKind::internal, "no re-INVITE could be made", 500};
    return {};
}

int Phone::on_reinvite_response(nta_outgoing_magic_t* magic, nta_outgoing_t* reinvite, const sip_t* sip) {
    auto* self = static_cast<Phone*>(magic);
    const int status = sip == nullptr || sip->sip_status == nullptr ? 408 : sip->sip_status->st_status;
    if (status < 200 || !self->call_ || self->call_->reinvite != reinvite) return 0;
    if (sip != nullptr) self->log_.response("in", sip, status);
    self->call_->reinvite_status = status;
    if (status < 300) {
        self->acknowledge(sip);
        if (const auto answer = PhoneSdp::parse(body_of(sip)); answer && self->busy()) self->start_media(*answer);
    }
    nta_outgoing_destroy(std::exchange(self->call_->reinvite, nullptr));
    return 0;
}

Result<void> Phone::cancel() {
    if (!busy() || call_->state != Call::State::calling) return Error{ErrorKind::usage, "not calling anybody", 409};
    // A CANCEL must not overtake its INVITE. [RFC 3261 9.1]
    call_->cancel_wanted = true;
    if (call_->provisional) send_cancel();
    return {};
}

void Phone::send_cancel() {
    if (std::exchange(call_->cancel_sent, true)) return;
    nta_outgoing_tcancel(call_->sent, nullptr, nullptr, TAG_END());
}

void Phone::reset() {
    if (busy()) [[maybe_unused]]
        const auto ignored = hang_up();
    decline_next_ = false;
    answer_delay_ = config_.answer_delay;
    if (!busy()) call_.reset();
}

}  // namespace wims::mini_ims
