// SPDX-License-Identifier: Apache-2.0
// How a session is answered, ended and cleaned up, from each of its sides and states.
#include "signalling/epcscf/failure.hpp"
#include "signalling/epcscf/session.hpp"

namespace wims::epcscf {

void Session::on_request(std::string_view leg_id, sip::ServerTransactionPtr request, const FlowPtr& flow) {
    Leg& from = leg_id == caller_.id() ? caller_ : callee_;
    Leg& to = &from == &caller_ ? callee_ : caller_;
    const auto& message = request->request();
    const bool wrong_side = (from.side() == Side::access) != (flow != nullptr);
    const bool ack = message.method() == "ACK";
    if (wrong_side || !from.dialog.matches(message)) {
        if (!ack) request->respond(sip::Message::response_to(message, 481));
        return;
    }
    if (flow && flow != from.flow()) {
        // The WIC came back on another socket; only its own user may speak in its dialog. (RER-05)
        if (!flow->user() || flow->user()->identity != external_)
            return request->respond(sip::Message::response_to(message, 403));
        from.move_to(flow);
    }
    if (ack) {
        if (&from == &caller_ && message.cseq() == invite().cseq()) return on_ack(message);
        if (mid_call_) mid_call_->acknowledged(from, message);
        return;
    }
    if (!from.dialog.in_order(message)) {
        auto response = sip::Message::response_to(message, 500);
        response.set("Retry-After", "0");
        return request->respond(std::move(response));
    }
    if (message.method() == "BYE") return on_bye(from, std::move(request));
    if (state_ != State::confirmed && state_ != State::answered)
        return request->respond(sip::Message::response_to(message, state_ == State::answering ? 491 : 481));
    mid_call_->request(from, to, std::move(request));
}

void Session::on_ack(const sip::Message& ack) {
    ack_wait_.stop();
    if (state_ == State::closing) {
        if (bye_after_ack_) caller_.layer().request(std::move(*bye_after_ack_), [](const sip::Message&, bool) {});
        return close();
    }
    if (state_ != State::answered) return;
    state_ = State::confirmed;
    if (!late_offer_) return;
    media_.answer(caller_.side(), ack.body(), guarded([this](Result<std::string> sdp) {
                      acknowledge(sdp ? *sdp : std::string());
                      if (!sdp) end(488, "media not acceptable");
                  }));
}

void Session::on_bye(Leg& from, sip::ServerTransactionPtr bye) {
    bye->respond(sip::Message::response_to(bye->request(), 200));
    const bool by_caller = &from == &caller_;
    const std::string_view by = from.side() == Side::access ? "hung up by the WIC" : "hung up by the core";
    switch (state_) {
        case State::inviting: return withdraw(by, 487);  // of an early dialog: as good as CANCEL [RFC 3261 15]
        case State::answering:
            if (late_offer_ && !ack_) acknowledge({});
            if (by_caller) hang_up(callee_, &bye->request(), {});
            return reject(respond_to_caller(by_caller ? 487 : 480));
        case State::answered:
            if (by_caller) break;
            hang_up_caller_when_acked(&bye->request(), {});
            return finish(by, 200);
        case State::confirmed: break;
        case State::closing:
            if (by_caller) close();  // the callee has had its BYE; the caller's still waits for the ACK
            return;
        default: return;  // preparing: there is no dialog; cancelling: it has its answer, the callee's is awaited
    }
    if (late_offer_ && !ack_) acknowledge({});
    hang_up(by_caller ? callee_ : caller_, &bye->request(), {});
    finish(by, 200);
    close();
}

void Session::acknowledge(const std::string& sdp) {
    ack_ = callee_.dialog.acknowledgement(outgoing_.cseq());
    translation_->complete(*ack_, callee_);
    if (!sdp.empty()) ack_->set_body("application/sdp", sdp);
    callee_.layer().acknowledge(*ack_);
}

void Session::hang_up(Leg& leg, const sip::Message* cause, std::string_view reason) {
    if (!leg.dialog.confirmed()) return;
    auto bye = leg.dialog.request("BYE");
    if (cause != nullptr) translation_->complete(*cause, bye, leg);
    if (cause == nullptr) translation_->complete(bye, leg);
    if (!reason.empty()) bye.set("Reason", std::string(reason));
    leg.layer().request(std::move(bye), [](const sip::Message&, bool) {});
}

void Session::hang_up_caller_when_acked(const sip::Message* cause, std::string_view reason) {
    // A UAS may not send BYE before the ACK of its 2xx. [RFC 3261 15]
    auto bye = caller_.dialog.request("BYE");
    if (cause != nullptr) translation_->complete(*cause, bye, caller_);
    if (cause == nullptr) translation_->complete(bye, caller_);
    if (!reason.empty()) bye.set("Reason", std::string(reason));
    bye_after_ack_ = std::move(bye);
    state_ = State::closing;
    if (late_offer_ && !ack_) acknowledge({});
    media_setup_.stop();
    media_.release();
}

void Session::on_cancel() {
    if (invite_->answered()) return;
    switch (state_) {
        case State::preparing:
            invite_->respond(sip::Message::response_to(invite(), 487));
            finish("cancelled by the caller", 487);
            return close();
        case State::inviting: return withdraw("cancelled by the caller", 487);
        case State::answering:
            if (late_offer_ && !ack_) acknowledge({});
            hang_up(callee_, nullptr, reason_header(487, "cancelled"));
            invite_->respond(respond_to_caller(487));
            finish("cancelled by the caller", 487);
            return close();
        default: return;
    }
}

void Session::no_answer() {
    if (state_ == State::inviting) return withdraw("not answered", originating() ? 408 : 480);
    if (state_ == State::cancelling) close();  // the callee never answered the CANCEL
}

/// The caller has its answer now; the callee is cancelled and its last word awaited.
void Session::withdraw(std::string_view why, int status) {
    state_ = State::cancelling;
    invite_->respond(respond_to_caller(status));
    client_->cancel(reason_header(status, status == 487 ? "cancelled" : "no answer"));
    media_.release();
    finish(why, status);
    no_answer_.start(std::chrono::seconds(32), guarded([this] { no_answer(); }));
}

void Session::end(int status, std::string_view text) {
    const auto self = shared_from_this();
    const std::string reason = reason_header(status, text);
    switch (state_) {
        case State::preparing: return reject(sip::Message::response_to(invite(), originating() ? 503 : 480));
        case State::inviting: return withdraw(text, 480);
        case State::answering:
            if (late_offer_ && !ack_) acknowledge({});
            hang_up(callee_, nullptr, reason);
            return reject(respond_to_caller(500));
        case State::answered:
            hang_up_caller_when_acked(nullptr, reason);
            hang_up(callee_, nullptr, reason);
            return finish(text, status);
        case State::confirmed:
            hang_up(caller_, nullptr, reason);
            hang_up(callee_, nullptr, reason);
            finish(text, status);
            return close();
        default: return;
    }
}

void Session::stop() {
    end(503, "the P-CSCF stops");
    if (bye_after_ack_) caller_.layer().request(std::move(*bye_after_ack_), [](const sip::Message&, bool) {});
    if (!over()) close();
}

void Session::on_media_event(const iq::Event& event) {
    using enum iq::EventKind;
    switch (event.kind) {
        case ice_connected: return log_.debug("ICE connected");
        case dtls_established:
            dtls_up_ = true;
            media_setup_.stop();
            return log_.debug("DTLS established");
        case media_inactivity: return log_.info("no media", {{"detail", event.detail}});  // reported only (ORG-14)
        default: break;
    }
    if (state_ == State::closing || state_ == State::cancelling || state_ == State::over) return;
    environment_.count(Counter::calls_media_lost);
    log_.warning("media lost", {{"event", iq::to_string(event.kind)}, {"detail", event.detail}});
    switch (event.kind) {
        case dtls_failed: return end(488, "DTLS failed");
        case dtls_closed: return end(480, "the client closed its media");
        case consent_lost: return end(408, "the client is gone: consent lost");
        default: return end(500, "the media gateway lost the call");
    }
}

void Session::reject(const Error& error) {
    auto response = media_refused(invite(), error, caller_.side() == Side::core ? 500 : 503, environment_.w2_host);
    response.set("To", caller_.dialog.local());
    if (translation_) translation_->complete(response, caller_);
    finish("refused", response.status(), error.text);
    invite_->respond(std::move(response));
    close();
}

void Session::reject(sip::Message response) {
    finish("refused", response.status(), response.reason());
    invite_->respond(std::move(response));
    close();
}

void Session::finish(std::string_view outcome, int status, std::string_view why) {
    const auto now = environment_.executor.now();
    const bool answered = answered_at_ != TimePoint{};
    if (!answered) environment_.count(Counter::calls_failed);
    const Duration setup = (answered ? answered_at_ : now) - started_;
    const FlowPtr& flow = (originating() ? caller_ : callee_).flow();
    const Duration talk = answered ? now - answered_at_ : Duration::zero();
    log_.info("call finished", {{"direction", originating() ? "originating" : "terminating"},
                                {"identity", external_},
                                {"outcome", outcome},
                                {"status", std::to_string(status)},
                                {"why", why},
                                {"flow_trail", flow ? std::string_view(flow->up().trail.hex()) : std::string_view()},
                                {"setup_ms", milliseconds(setup)},
                                {"talk_ms", milliseconds(talk)}});
}

void Session::close() {
    const auto self = shared_from_this();
    state_ = State::over;
    for (auto* timer : {&no_answer_, &ack_wait_, &media_setup_}) timer->stop();
    setup_.reset();
    client_.reset();
    mid_call_.reset();
    media_.release();
    table_.remove(this);
}

}  // namespace wims::epcscf
