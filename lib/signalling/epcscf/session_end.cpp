// SPDX-License-Identifier: Apache-2.0
// How a session is ended and cleaned up, from each of its sides and states.
#include <algorithm>

#include "signalling/epcscf/failure.hpp"
#include "signalling/epcscf/session.hpp"

namespace wims::epcscf {

void Session::on_bye(Leg& from, sip::ServerTransactionPtr bye) {
    bye->respond(sip::Message::response_to(bye->request(), 200));
    const bool by_caller = &from == &caller_.leg();
    const std::string_view by = from.side() == Side::access ? "hung up by the WIC" : "hung up by the core";
    switch (state_) {
        case State::preparing: return;                   // there is no dialog
        case State::inviting: return withdraw(by, 487);  // of an early dialog: as good as CANCEL [RFC 3261 15]
        case State::answering:
            if (by_caller) hang_up(callee_->leg(), &bye->request(), {});
            return refuse(caller_.response(by_caller ? 487 : 480), by);
        case State::over:
            if (by_caller) caller_.hung_up();
            return leave_when_quiet();
        default: break;
    }
    hang_up(other(from), &bye->request(), {});
    finish(by, 200);
    close();
}

void Session::hang_up(Leg& leg, const sip::Message* cause, std::string_view reason) {
    if (!leg.dialog.confirmed()) return;
    auto bye = leg.dialog.request("BYE");
    if (cause != nullptr) translation_->complete(*cause, bye, leg);
    if (cause == nullptr) translation_->complete(bye, leg);
    if (!reason.empty()) bye.set("Reason", std::string(reason));
    if (&leg == &caller_.leg()) return caller_.hang_up(std::move(bye));
    callee_->acknowledge_if_due();
    leg.layer().request(std::move(bye), [](const sip::Message&, bool) {});
}

void Session::on_cancel() {
    if (caller_.answered()) return;
    switch (state_) {
        case State::inviting: return withdraw("cancelled by the caller", 487);
        case State::answering: hang_up(callee_->leg(), nullptr, reason_header(487, "cancelled")); break;
        case State::preparing: break;
        default: return;
    }
    caller_.respond(caller_.response(487));
    finish("cancelled by the caller", 487);
    close();
}

/// The caller has its answer now; the branches are cancelled and their last word awaited.
void Session::withdraw(std::string_view why, int status) {
    caller_.respond(caller_.response(status));
    cancel_branches(reason_header(status, status == 487 ? "cancelled" : "no answer"));
    finish(why, status);
    close();
}

void Session::end(int status, std::string_view text) {
    const auto self = shared_from_this();
    const std::string reason = reason_header(status, text);
    switch (state_) {
        case State::preparing: return refuse(sip::Message::response_to(invite(), originating() ? 503 : 480), text);
        case State::inviting: return withdraw(text, 480);
        case State::answering: hang_up(callee_->leg(), nullptr, reason); return refuse(caller_.response(500), text);
        case State::over: return;
        default: break;
    }
    hang_up(caller_.leg(), nullptr, reason);
    hang_up(callee_->leg(), nullptr, reason);
    finish(text, status);
    close();
}

void Session::on_removed(const Flow& flow, int status, std::string_view reason) {
    const auto self = shared_from_this();
    const Leg* leg = originating() ? &caller_.leg() : callee_ != nullptr ? &callee_->leg() : nullptr;
    if (leg != nullptr) {
        if (leg->flow().get() == &flow) end(status, reason);
        return;
    }
    for (const auto& branch : branches_) {
        if (state_ != State::inviting || !branch->open() || branch->leg().flow().get() != &flow) continue;
        branch->cancel(reason_header(status, reason));
        branch_failed({caller_.response(480), std::string(reason)});
    }
}

void Session::stop() {
    const auto self = shared_from_this();
    end(503, "the P-CSCF stops");
    caller_.acknowledged();  // a BYE that waits goes now
    environment_.sessions.remove(this);
}

void Session::media_lost(Branch& branch, const iq::Event& event) {
    if (state_ == State::over) return;
    environment_.count(Counter::calls_media_lost);
    log_.warning("media lost", {{"event", iq::to_string(event.kind)}, {"detail", event.detail}});
    if (callee_ == nullptr) {
        branch.cancel(reason_header(480, "media lost"));
        return branch_failed({caller_.response(480), "media lost"});
    }
    switch (event.kind) {
        case iq::EventKind::dtls_failed: return end(488, "DTLS failed");
        case iq::EventKind::dtls_closed: return end(480, "the client closed its media");
        case iq::EventKind::consent_lost: return end(408, "the client is gone: consent lost");
        case iq::EventKind::hanging_termination: return end(408, "nothing is heard any more");
        default: return end(500, "the media gateway lost the call");
    }
}

sip::Message Session::refusal(const Error& error) {
    auto response = media_refused(invite(), error, originating() ? 503 : 500, environment_.w2_host);
    response.set("To", caller_.leg().dialog.local());
    translation_->complete(response, caller_.leg());
    return response;
}

void Session::refuse(sip::Message response, std::string_view why) {
    const int status = response.status();
    finish("refused", status, why.empty() ? std::string_view(response.reason()) : why);
    caller_.respond(std::move(response));
    cancel_branches(reason_header(status, "refused"));
    close();
}

void Session::cancel_branches(const std::string& reason, const Branch* but) {
    for (const auto& branch : branches_)
        if (branch.get() != but) branch->cancel(reason);
}

void Session::finish(std::string_view outcome, int status, std::string_view why) {
    const Leg* leg = &caller_.leg();
    if (!originating()) leg = callee_ != nullptr ? &callee_->leg() : branches_.empty() ? nullptr : &branches_[0]->leg();
    record_.finished(outcome, status, why, leg != nullptr ? leg->flow().get() : nullptr);
}

void Session::close() {
    const auto self = shared_from_this();
    state_ = State::over;
    no_answer_.stop();
    media_setup_.stop();
    media_closed_.stop();
    setup_.reset();
    mid_call_.reset();
    if (callee_ != nullptr) callee_->release();
    leave_when_quiet();
}

void Session::leave_when_quiet() {
    const bool branches_over = std::all_of(branches_.begin(), branches_.end(), [](const auto& b) { return b->over(); });
    if (state_ == State::over && branches_over && !caller_.bye_waits()) environment_.sessions.remove(this);
}

}  // namespace wims::epcscf
