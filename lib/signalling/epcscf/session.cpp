// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/session.hpp"

#include <algorithm>

#include "signalling/epcscf/failure.hpp"

namespace wims::epcscf {

namespace {
constexpr std::chrono::seconds bye_behind_media{1};
}

std::string invite_key(const sip::Message& invite) {
    std::string key;
    for (const std::string_view part : {invite.call_id(), invite.from_tag(), invite.get("CSeq"),
                                        invite.get("P-Called-Party-ID"), std::string_view(invite.request_uri())})
        key.append(part) += '\n';
    return key;
}

void Session::begin(Parts parts) {
    auto& table = parts.environment.sessions;
    const auto session = std::make_shared<Session>(std::move(parts));
    table.add(session);
    if (!session->originating()) table.add_invite(invite_key(session->invite()), session.get());
    session->start();
}

Session::Session(Parts parts)
    : environment_(parts.environment), blocks_(parts.blocks), place_(std::move(parts.place)),
      session_id_(std::move(parts.session_id)), log_(environment_.log.with(session_id_.trail())),
      record_(environment_, log_), caller_(environment_, parts.caller, std::move(parts.flow), std::move(parts.invite)),
      setup_(std::move(parts.setup)), no_answer_(environment_.executor), media_setup_(environment_.executor),
      media_closed_(environment_.executor) {}

void Session::start() {
    caller_.respond(sip::Message::response_to(invite(), 100));
    caller_.on_cancel(guarded([this] { on_cancel(); }));
    if (!sdp_or_nothing(invite())) return refuse(not_sdp(invite()), "no SDP");
    setup_->start(guarded([this](Setup::Outcome outcome) {
        if (state_ != State::preparing) return;
        if (auto* refused = std::get_if<sip::Message>(&outcome)) return refuse(std::move(*refused), {});
        prepared(std::move(std::get<Prepared>(outcome)));
    }));
}

void Session::prepared(Prepared call) {
    external_ = call.external;
    translation_.emplace(blocks_, session_id_, call.impu, call.external);
    record_.begun(originating(), call.external);
    environment_.sessions.add_user(call.external, this);
    environment_.sessions.add_leg(caller_.leg().id(), this);
    for (auto& target : call.targets) {
        branches_.push_back(std::make_unique<Branch>(Branch::Parts{
            environment_, weak_from_this(), *this, caller_, *translation_, session_id_.trail(), std::move(target)}));
        environment_.sessions.add_leg(branches_.back()->leg().id(), this);
    }
    state_ = State::inviting;
    no_answer_.start(environment_.config.no_answer,
                     guarded([this] { withdraw("not answered", originating() ? 408 : 480); }));
    for (const auto& branch : branches_)
        if (state_ == State::inviting) branch->start();
}

void Session::on_reserved(iq::ContextId context) { environment_.sessions.add_context(context, this); }

bool Session::one_may_win() const {
    return std::count_if(branches_.begin(), branches_.end(), [](const auto& b) { return b->open(); }) <= 1;
}

void Session::on_ringing(Branch&, const sip::Message& response, const std::string& sdp) {
    auto out = caller_.response(response.status(), response.reason());
    translation_->complete(response, out, caller_.leg());
    // One dialog has one answer, and the 2xx repeats it: early media only of a branch that no other can overtake.
    if (!sdp.empty() && one_may_win()) out.set_body("application/sdp", sdp);
    caller_.respond(std::move(out));
}

void Session::on_success(Branch& branch) {
    no_answer_.stop();
    state_ = State::answering;
    callee_ = &branch;
    cancel_branches(reason_header(200, "Call completed elsewhere"), &branch);
    mid_call_.emplace(environment_, branch.media(), *translation_, guarded([this](Leg& leg) {
                          if (state_ != State::confirmed) return;
                          hang_up(other(leg), nullptr, reason_header(481, "the other side has no such call"));
                          finish("the peer had no such dialog", 481);
                          close();
                      }),
                      guarded([this](int status, std::string_view why) { end(status, why); }));
}

void Session::on_agreed(Branch& branch, const sip::Message& ok, const std::string& sdp) {
    state_ = State::answered;
    record_.answered();
    auto out = caller_.response(200);
    translation_->complete(ok, out, caller_.leg());
    out.set_body("application/sdp", sdp);
    caller_.accept(std::move(out), guarded([this] {
                       if (state_ == State::answered) end(408, "no ACK");
                       leave_when_quiet();
                   }));
    if (!branch.dtls_up)
        media_setup_.start(environment_.config.media_setup, guarded([this] {
                               environment_.count(Counter::calls_media_lost);
                               end(408, "media setup failed");
                           }));
}

void Session::on_failed(Branch& branch, const sip::Message& response, bool local) {
    const int status = status_across(response.status(), local, branch.leg().side() == Side::access);
    auto out = caller_.response(status, status == response.status() ? response.reason() : std::string());
    if (local) translation_->complete(out, caller_.leg());
    else translation_->complete(response, out, caller_.leg());
    if (status == 503) out.set("Retry-After", "5");
    std::string why(out.reason());
    branch_failed({std::move(out), std::move(why)});
}

void Session::on_failed(Branch& branch, const Error& error) {
    if (callee_ == nullptr) {
        if (error.status == 400 || error.status == 488) return refuse(refusal(error), error.text);  // the offer's fault
        return branch_failed({refusal(error), error.text});
    }
    branch.acknowledge_if_due();
    hang_up(branch.leg(), nullptr, reason_header(488, "media not acceptable"));
    const int status = error.status == 400 ? 488 : error.status;  // it is not the caller's offer that is malformed
    refuse(refusal({error.kind, error.text, status}), error.text);
}

void Session::branch_failed(BestResponse::Candidate candidate) {
    best_.offer(std::move(candidate));
    const bool more = std::any_of(branches_.begin(), branches_.end(), [](const auto& b) { return b->open(); });
    if (more && !best_.decides()) return;
    auto best = best_.take();
    refuse(std::move(best.response), best.why);
}

void Session::on_over(Branch&) { leave_when_quiet(); }

Branch* Session::branch_of(std::string_view leg_id) {
    for (const auto& branch : branches_)
        if (branch->leg().id() == leg_id) return branch.get();
    return nullptr;
}

/// The WIC may have come back on another socket; only its own user speaks in its dialog. (RER-05)
bool Session::may_speak(const FlowPtr& flow, Leg& from) const {
    if (!flow || flow == from.flow()) return true;
    return flow->user() && flow->user()->identity == external_;
}

void Session::on_request(std::string_view leg_id, sip::ServerTransactionPtr request, const FlowPtr& flow) {
    Branch* const branch = branch_of(leg_id);
    Leg& from = branch != nullptr ? branch->leg() : caller_.leg();
    const auto& message = request->request();
    const bool ack = message.method() == "ACK";
    const bool wrong_side = (from.side() == Side::access) != (flow != nullptr);
    const bool loser = branch != nullptr && branch != callee_;
    if (wrong_side || loser || !from.dialog.matches(message)) {
        if (!ack) request->respond(sip::Message::response_to(message, 481));
        return;
    }
    if (!may_speak(flow, from)) return request->respond(sip::Message::response_to(message, 403));
    if (flow) from.move_to(flow);
    if (ack) {
        if (branch == nullptr && message.cseq() == invite().cseq()) return on_ack(message);
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
    mid_call_->request(from, other(from), std::move(request));
}

void Session::on_ack(const sip::Message& ack) {
    caller_.acknowledged();
    if (state_ == State::over) return leave_when_quiet();
    if (state_ != State::answered) return;
    state_ = State::confirmed;
    if (!caller_.wants_offer()) return;
    callee_->media().answer(caller_.leg().side(), ack.body(), guarded([this](Result<std::string> sdp) {
                                callee_->acknowledge(sdp ? *sdp : std::string());
                                if (!sdp) end(488, "media not acceptable");
                            }));
}

void Session::on_moved(const FlowPtr& flow) {
    if (callee_ == nullptr || state_ == State::over) return;  // an INVITE that rings is its old flow's
    Leg& leg = originating() ? caller_.leg() : callee_->leg();
    if (leg.flow() == flow || !leg.registered_over(*flow)) return;
    leg.move_to(flow);
    flow->carries(log_.trail());
    log_.info("the WIC's leg moved to another flow", {{"flow_trail", flow->up().trail.hex()}});
}

bool Session::holds(iq::ContextId context) const noexcept {
    return std::ranges::any_of(branches_, [&](const auto& b) { return b->media().context() == context; });
}

void Session::on_media_event(const iq::Event& event) {
    const auto it = std::find_if(branches_.begin(), branches_.end(),
                                 [&](const auto& b) { return b->media().context() == event.context; });
    if (it == branches_.end()) return;
    switch (event.kind) {
        case iq::EventKind::ice_connected: return log_.debug("ICE connected");
        case iq::EventKind::dtls_established:
            (*it)->dtls_up = true;
            if (it->get() == callee_) media_setup_.stop();
            return log_.debug("DTLS established");
        case iq::EventKind::media_inactivity:  // reported only (ORG-14)
            return log_.info("no media", {{"detail", event.detail}});
        case iq::EventKind::hanging_termination: {
            const auto patience = environment_.config.hanging_call;
            if (patience > Duration::zero() && event.silent >= patience) return media_lost(**it, event);
            return log_.debug("the gateway asked whether the call is still there");
        }
        case iq::EventKind::dtls_closed:
            if (it->get() != callee_) return media_lost(**it, event);
            // Who hangs up closes the media too, and that way is shorter than the BYE's.
            log_.debug("the client closed its media");
            return media_closed_.start(bye_behind_media, guarded([this, event] { media_lost(*callee_, event); }));
        default: return media_lost(**it, event);
    }
}

}  // namespace wims::epcscf
