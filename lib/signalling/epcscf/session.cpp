// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/session.hpp"

#include "common/core/random.hpp"
#include "signalling/epcscf/failure.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

constexpr Duration transaction_life = 32s;  // 64 * T1 [RFC 3261 13.3.1.4]

Side other(Side side) { return side == Side::access ? Side::core : Side::access; }

}  // namespace

void Session::begin(Parts parts) {
    auto& table = parts.table;
    const auto session = std::make_shared<Session>(std::move(parts));
    table.add(session);
    session->start();
}

Session::Session(Parts parts)
    : environment_(parts.environment),
      blocks_(parts.blocks),
      table_(parts.table),
      place_(std::move(parts.place)),
      session_id_(std::move(parts.session_id)),
      log_(environment_.log.with(session_id_.trail())),
      started_(environment_.executor.now()),
      caller_(environment_, parts.caller, parts.flow),
      callee_(environment_, other(parts.caller), nullptr),
      local_tag_(random_token(12)),
      invite_(std::move(parts.invite)),
      setup_(std::move(parts.setup)),
      media_(environment_, session_id_.trail()),
      no_answer_(environment_.executor),
      ack_wait_(environment_.executor),
      media_setup_(environment_.executor) {}

void Session::start() {
    invite_->respond(sip::Message::response_to(invite(), 100));
    invite_->on_cancel(guarded([this] { on_cancel(); }));
    if (!sdp_or_nothing(invite())) return reject(not_sdp(invite()));
    setup_->start(guarded([this](Setup::Outcome outcome) {
        if (state_ != State::preparing) return;
        if (auto* refused = std::get_if<sip::Message>(&outcome)) return reject(std::move(*refused));
        prepared(std::move(std::get<Prepared>(outcome)));
    }));
}

void Session::prepared(Prepared call) {
    external_ = call.external;
    (originating() ? caller_ : callee_).move_to(call.flow);
    translation_.emplace(blocks_, session_id_, call.impu, call.external);
    mid_call_.emplace(environment_, media_, *translation_, guarded([this](Leg& leg) {
                          if (state_ != State::confirmed) return;
                          Leg& rest = &leg == &caller_ ? callee_ : caller_;
                          hang_up(rest, nullptr, reason_header(481, "the other side has no such call"));
                          finish("the peer had no such dialog", 481);
                          close();
                      }));
    outgoing_ = std::move(call.outgoing);
    caller_.dialog = Dialog::server(invite(), local_tag_);
    caller_.note_allow(invite());
    callee_.dialog = Dialog::client(outgoing_);
    table_.add_leg(caller_.id(), this);
    table_.add_leg(callee_.id(), this);
    media_.on_reserved(guarded([this](iq::ContextId id) { table_.add_context(id, this); }));
    environment_.count(originating() ? Counter::calls_originating : Counter::calls_terminating);

    late_offer_ = invite().body().empty();
    if (late_offer_) return invite_callee({});
    media_.offer(caller_.side(), invite().body(), guarded([this](Result<std::string> sdp) {
                     if (state_ != State::preparing) return;
                     if (!sdp) return reject(sdp.error());
                     invite_callee(std::move(*sdp));
                 }));
}

void Session::invite_callee(std::string sdp) {
    state_ = State::inviting;
    translation_->complete(invite(), outgoing_, callee_);
    if (!sdp.empty()) outgoing_.set_body("application/sdp", std::move(sdp));
    client_ = callee_.layer().request(outgoing_, guarded([this](const sip::Message& response, bool local) {
                                          on_response(response, local);
                                      }));
    no_answer_.start(environment_.config.no_answer, guarded([this] { no_answer(); }));
}

sip::Message Session::respond_to_caller(int status, std::string reason) const {
    auto response = sip::Message::response_to(invite(), status, std::move(reason));
    response.set("To", caller_.dialog.local());
    return response;
}

void Session::on_response(const sip::Message& response, bool local) {
    if (response.status() < 200) {
        if (state_ == State::inviting && response.status() > 100) provisional(response);
        return;
    }
    if (response.status() >= 300) {
        if (state_ == State::cancelling) return close();
        if (state_ == State::inviting) failure(response, local);
        return;
    }
    if (state_ == State::inviting) return success(response);
    further_success(response);
    if (state_ == State::cancelling) close();
}

void Session::provisional(const sip::Message& response) {
    const bool answer = !response.body().empty() && !late_offer_ && sdp_or_nothing(response);
    if (!answer) return ring(response, {});
    media_.answer(callee_.side(), response.body(), guarded([this, response](Result<std::string> sdp) {
                      if (state_ != State::inviting) return;
                      if (sdp) early_sdp_ = *sdp;
                      ring(response, sdp ? *sdp : std::string());
                  }));
}

void Session::ring(const sip::Message& response, const std::string& sdp) {
    auto out = respond_to_caller(response.status(), response.reason());
    translation_->complete(response, out, caller_);
    if (!sdp.empty()) out.set_body("application/sdp", sdp);
    invite_->respond(std::move(out));
}

void Session::success(const sip::Message& response) {
    no_answer_.stop();
    state_ = State::answering;
    callee_.dialog.established(response);
    callee_.note_allow(response);
    const auto done = guarded([this, response](Result<std::string> sdp) {
        if (state_ != State::answering) return;
        if (sdp) return accept(response, *sdp);
        if (late_offer_) acknowledge({});
        hang_up(callee_, nullptr, reason_header(488, "media not acceptable"));
        reject(Error{sdp.error().kind, sdp.error().text, sdp.error().status == 400 ? 488 : sdp.error().status});
    });
    if (late_offer_) return media_.offer(callee_.side(), response.body(), done);
    acknowledge({});
    if (response.body().empty() && !early_sdp_.empty()) return done(Result<std::string>(early_sdp_));
    media_.answer(callee_.side(), response.body(), done);
}

void Session::accept(const sip::Message& response, const std::string& sdp) {
    state_ = State::answered;
    answered_at_ = environment_.executor.now();
    environment_.count(Counter::calls_answered);
    auto out = respond_to_caller(200);
    translation_->complete(response, out, caller_);
    out.set_body("application/sdp", sdp);
    invite_->respond(std::move(out));
    ack_wait_.start(transaction_life, guarded([this] {
                        if (state_ == State::answered) end(408, "no ACK");
                        on_ack(sip::Message());  // the BYE may go now [RFC 3261 15]
                    }));
    if (!dtls_up_ && media_.context() != 0)
        media_setup_.start(environment_.config.media_setup, guarded([this] {
                               environment_.count(Counter::calls_media_lost);
                               end(408, "media setup failed");
                           }));
}

void Session::failure(const sip::Message& response, bool local) {
    no_answer_.stop();
    const int status = status_across(response.status(), local, callee_.side() == Side::access);
    auto out = respond_to_caller(status, status == response.status() ? response.reason() : std::string());
    if (!local) translation_->complete(response, out, caller_);
    if (local) translation_->complete(out, caller_);
    if (status == 503) out.set("Retry-After", "5");
    reject(std::move(out));
}

void Session::further_success(const sip::Message& response) {
    if (response.to_tag() == callee_.dialog.remote_tag() && ack_) {
        callee_.layer().acknowledge(*ack_);
        return;
    }
    if (response.to_tag() == callee_.dialog.remote_tag() && state_ != State::cancelling) return;
    Dialog loser = Dialog::client(outgoing_);  // a fork that lost, or a 2xx that crossed the CANCEL [RFC 3261 13.2.2.4]
    loser.established(response);
    auto ack = loser.acknowledgement(outgoing_.cseq());
    translation_->complete(ack, callee_);
    callee_.layer().acknowledge(std::move(ack));
    auto bye = loser.request("BYE");
    translation_->complete(bye, callee_);
    bye.set("Reason", reason_header(487, "answered elsewhere or cancelled"));
    callee_.layer().request(std::move(bye), [](const sip::Message&, bool) {});
}

}  // namespace wims::epcscf
