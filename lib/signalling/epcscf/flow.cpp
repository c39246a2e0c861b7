// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/flow.hpp"

namespace wims::epcscf {

namespace {
constexpr std::size_t registrations_limit = 20;   // waiting on one flow
constexpr std::size_t refusals_logged = 10;       // of one flow: a stranger does not fill the log
constexpr std::uint16_t policy_violation = 1008;  // [RFC 6455 7.4.1]

/// Part of a call that exists: a token on it proves nothing and ends nothing. (TOK-03)
bool within_call(const sip::Message& message) {
    return message.is_request() &&
           (message.method() == "ACK" || message.method() == "CANCEL" || !message.to_tag().empty());
}
constexpr std::size_t credit_step = iwf::flow_window / 2;
}  // namespace

Flow::Flow(const Environment& environment, iwf::Up up, iwf::Link& iwf)
    : environment_(environment), iwf_(iwf), up_(std::move(up)), opened_(environment.executor.now()),
      log_(environment.log.with(up_.trail)), transactions_(environment.executor, {.sent_by = environment.w2_host},
                                                           [this](std::string text) {
                                                               if (ours())
                                                                   iwf_.send(iwf::Sip{up_.flow, std::move(text)});
                                                           }),
      expiry_(environment.executor) {}

std::shared_ptr<Flow> Flow::open(const Environment& environment, iwf::Up up, iwf::Link& iwf, RequestHandler on_request,
                                 ExpiryHandler on_expiry) {
    std::shared_ptr<Flow> flow(new Flow(environment, std::move(up), iwf));
    flow->on_expiry_ = std::move(on_expiry);
    flow->transactions_.on_request(
        [weak = std::weak_ptr(flow), handler = std::move(on_request)](sip::ServerTransactionPtr transaction) {
            if (const auto self = weak.lock()) handler(self, std::move(transaction));
        });
    return flow;
}

void Flow::carries(const TrailId& trail) {
    if (live_) iwf_.send(iwf::Carries{up_.flow, trail});
}

void Flow::give_credit(std::size_t octets) {
    taken_ += octets;
    if (taken_ < credit_step || !ours()) return;
    iwf_.send(iwf::Credit{up_.flow, static_cast<std::uint32_t>(std::exchange(taken_, 0))});
}

void Flow::receive(const std::string& text) {
    give_credit(text.size());
    sip::Message partial;
    auto message = sip::parse(text, &partial);
    if (message) {
        if (within_call(*message) && message->has("Authorization")) environment_.count(Counter::tokens_ignored);
        transactions_.receive(std::move(*message));
        return;
    }
    refuse(partial, message.error());
}

void Flow::refuse(const sip::Message& partial, const Error& error) {
    environment_.count(Counter::w2_message_refused);
    if (++refusals_ <= refusals_logged)
        log_.info("W2 message refused", {{"why", error.text},
                                         {"status", std::to_string(error.status)},
                                         {"more", refusals_ == refusals_logged ? "not logged" : "logged"}});
    if (!live_) return;
    if (error.status != 0 && partial.is_request() && partial.method() != "ACK")
        iwf_.send(iwf::Sip{up_.flow, sip::Message::response_to(partial, error.status).to_text()});
    if (error.kind != ErrorKind::limit) return;
    environment_.count(Counter::w2_flows_flooding);  // E35: 400, then close
    iwf_.send(iwf::Close{up_.flow, policy_violation, "header flood"});
}

bool Flow::move_to(const std::string& instance, const sip::Message& request) {
    const bool lately = environment_.executor.now() - opened_ <= iwf::moves_remembered;
    if (!live_ || (lately && up_.moves >= iwf::moves_limit)) return false;
    unregistered();
    moved_to_ = instance;
    iwf_.send(iwf::Moved{up_.flow, instance, request.to_text()});
    return true;
}

void Flow::down() {
    if (!live_) return;
    live_ = false;
    if (user_) mark_down();
    transactions_.flow_down();
}

void Flow::mark_down() {
    const w6::FlowDown mark{up_.trail, user_->identity, user_->contact.flow};
    environment_.outstanding.start<w6::FlowMarked>(
        environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::FlowMarked> done) {
            environment_.registrar.flow_down(mark, d, std::move(done));
        },
        [log = log_](Result<w6::FlowMarked> marked) {
            if (!marked && marked.error().kind != ErrorKind::not_found)
                log.warning("W6 was not told of a closed flow", {{"why", marked.error().text}});
        });
}

void Flow::registered(RegisteredUser user, Duration expires) {
    user_ = std::move(user);
    user_->since = environment_.executor.now();
    expiry_.start(expires, [this] { expired(); });
    if (!live_) mark_down();  // it closed while the registrar stored the binding
}

void Flow::expired() {
    environment_.count(Counter::registrations_expired);
    log_.info("registration expired", {{"identity", user_->identity}});
    const RegisteredUser was = std::move(*user_);
    user_.reset();
    if (on_expiry_) on_expiry_(shared_from_this(), was);
}

void Flow::unregistered() {
    user_.reset();
    expiry_.stop();
}

void Flow::enqueue(Task job) {
    if (registrations_.size() >= registrations_limit) return;
    registrations_.push_back(std::move(job));
    if (registrations_.size() == 1) Task(registrations_.front())();
}

void Flow::registration_done() {
    if (registrations_.empty()) return;
    registrations_.pop_front();
    if (!registrations_.empty()) Task(registrations_.front())();
}

}  // namespace wims::epcscf
