// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/branch.hpp"

#include "signalling/epcscf/failure.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

constexpr Duration cancel_patience = 32s;  // 64 * T1 [RFC 3261 9.1]

Side other(Side side) { return side == Side::access ? Side::core : Side::access; }

}  // namespace

Branch::Branch(Parts parts)
    : environment_(parts.environment), owner_(std::move(parts.owner)), listener_(parts.listener), caller_(parts.caller),
      translation_(parts.translation), leg_(environment_, other(caller_.leg().side()), std::move(parts.target.flow)),
      media_(environment_, parts.trail), outgoing_(std::move(parts.target.outgoing)), patience_(environment_.executor) {
    leg_.dialog = Dialog::client(outgoing_);
    media_.on_reserved(guarded([this](iq::ContextId id) { listener_.on_reserved(id); }));
}

void Branch::start() {
    if (caller_.wants_offer()) return invite({});
    media_.offer(caller_.leg().side(), caller_.invite().body(), guarded([this](Result<std::string> sdp) {
                     if (state_ != State::reserving) return;
                     if (sdp) return invite(std::move(*sdp));
                     release();
                     state_ = State::over;
                     listener_.on_failed(*this, sdp.error());
                 }));
}

void Branch::invite(std::string sdp) {
    state_ = State::inviting;
    translation_.complete(caller_.invite(), outgoing_, leg_);
    if (!sdp.empty()) outgoing_.set_body("application/sdp", std::move(sdp));
    client_ = leg_.layer().request(
        outgoing_, guarded([this](const sip::Message& response, bool local) { on_response(response, local); }));
}

void Branch::on_response(const sip::Message& response, bool local) {
    if (response.status() < 200) {
        if (state_ == State::inviting && response.status() > 100) provisional(response);
        return;
    }
    if (response.status() >= 300) {
        if (state_ == State::cancelling) return finish();
        if (state_ != State::inviting) return;
        release();
        state_ = State::over;
        return listener_.on_failed(*this, response, local);
    }
    if (state_ == State::inviting) return success(response);
    further_success(response);
    if (state_ == State::cancelling) finish();
}

void Branch::provisional(const sip::Message& response) {
    const bool answer = !response.body().empty() && !caller_.wants_offer() && sdp_or_nothing(response);
    if (!answer) return listener_.on_ringing(*this, response, {});
    media_.answer(leg_.side(), response.body(), guarded([this, response](Result<std::string> sdp) {
                      if (state_ != State::inviting) return;
                      if (sdp) early_sdp_ = *sdp;
                      listener_.on_ringing(*this, response, sdp ? *sdp : std::string());
                  }));
}

void Branch::success(const sip::Message& response) {
    state_ = State::succeeded;
    leg_.dialog.established(response);
    leg_.note_allow(response);
    listener_.on_success(*this);
    const auto done = guarded([this, response](Result<std::string> sdp) {
        if (state_ != State::succeeded) return;
        if (sdp) return listener_.on_agreed(*this, response, *sdp);
        listener_.on_failed(*this, sdp.error());
    });
    if (caller_.wants_offer()) return media_.offer(leg_.side(), response.body(), done);
    acknowledge({});
    if (response.body().empty() && !early_sdp_.empty()) return done(Result<std::string>(early_sdp_));
    media_.answer(leg_.side(), response.body(), done);
}

void Branch::further_success(const sip::Message& response) {
    const bool winner = response.to_tag() == leg_.dialog.remote_tag();
    if (winner && ack_) return leg_.layer().acknowledge(*ack_);
    if (winner && state_ != State::cancelling) return;
    Dialog loser = Dialog::client(outgoing_);  // a fork that lost, or a 2xx that crossed the CANCEL [RFC 3261 13.2.2.4]
    loser.established(response);
    auto ack = loser.acknowledgement(outgoing_.cseq());
    translation_.complete(ack, leg_);
    leg_.layer().acknowledge(std::move(ack));
    auto bye = loser.request("BYE");
    translation_.complete(bye, leg_);
    bye.set("Reason", cancel_reason_.empty() ? reason_header(200, "Call completed elsewhere") : cancel_reason_);
    leg_.layer().request(std::move(bye), [](const sip::Message&, bool) {});
}

void Branch::acknowledge(const std::string& sdp) {
    ack_ = leg_.dialog.acknowledgement(outgoing_.cseq());
    translation_.complete(*ack_, leg_);
    if (!sdp.empty()) ack_->set_body("application/sdp", sdp);
    leg_.layer().acknowledge(*ack_);
}

void Branch::acknowledge_if_due() {
    if (state_ == State::succeeded && !ack_) acknowledge({});
}

void Branch::cancel(std::string reason) {
    if (!open()) return;
    media_.release();
    if (state_ == State::reserving) {
        state_ = State::over;
        return;
    }
    state_ = State::cancelling;
    cancel_reason_ = std::move(reason);
    client_->cancel(cancel_reason_);
    patience_.start(cancel_patience, guarded([this] { finish(); }));
}

void Branch::release() {
    acknowledge_if_due();
    media_.release();
    if (state_ != State::succeeded) return;
    state_ = State::over;
    client_.reset();
}

void Branch::finish() {
    state_ = State::over;
    patience_.stop();
    client_.reset();
    listener_.on_over(*this);
}

}  // namespace wims::epcscf
