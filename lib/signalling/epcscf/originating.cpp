// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/originating.hpp"

#include "common/core/random.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

Originating::Originating(const Environment& environment, Blocks& blocks, FlowPtr flow, const TrailId& trail,
                         sip::ServerTransactionPtr invite)
    : environment_(environment), blocks_(blocks), flow_(std::move(flow)), trail_(trail), invite_(std::move(invite)),
      token_check_(environment) {}

void Originating::start(Done done) {
    done_ = std::move(done);
    flow_->carries(trail_);
    if (auto refused = refusal()) {
        environment_.count(Counter::requests_refused);
        return conclude(done_, std::move(*refused));
    }
    identity_ = flow_->user()->identity;
    token_check_.check(request(), *flow_, trail_, identity_, TokenCheck::Demand::optional,
                       [this](Result<w1::Token> token) {
                           if (token) return admitted();
                           environment_.count(Counter::requests_refused);
                           conclude(done_, TokenCheck::refusal(environment_, request(), token.error()));
                       });
}

std::optional<sip::Message> Originating::refusal() const {
    if (auto refused = refuse_stranger(*flow_, request())) return refused;
    if (const auto target = sip::Uri::parse(request().request_uri()); !target)
        return sip::Message::response_to(request(), target.error().status == 416 ? 416 : 400);
    return refuse_initial(request());
}

void Originating::admitted() {
    const auto& user = flow_->user();
    if (!user) return refuse(403, "Not registered");  // it ended while the token was checked
    if (user->allocated_by == w6::AllocatedBy::epcscf) return fetch();
    const auto impu = user->identity, wimpu = user->wimpu;
    go_on(impu, wimpu);
}

void Originating::fetch() {
    const w6::Fetch fetch{trail_, identity_};
    fetching_ = async<w6::Registration>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Registration> c) { environment_.registrar.fetch(fetch, d, std::move(c)); },
        [this](Result<w6::Registration> found) { fetched(std::move(found)); });
}

void Originating::fetched(Result<w6::Registration> found) {
    if (!found && found.error().kind == ErrorKind::not_found) {
        flow_->unregistered();  // ORG-12: the registrar knows better than the flow
        return refuse(403, "Not registered");
    }
    if (!found) return refuse(status_of_registrar(found.error()));
    go_on(found->impu, found->wimpu);
}

void Originating::go_on(const std::string& impu, const std::string& wimpu) {
    const BlockStatus* block = blocks_.find(wimpu);
    if (block == nullptr || !block->in_service) return refuse(503);
    conclude(done_, Prepared{identity_, impu, {{nullptr, build(impu, *block)}}});
}

sip::Message Originating::build(const std::string& impu, const BlockStatus& block) const {
    auto m = sip::Message::request(request().method(), request().request_uri());
    for (const auto& route : block.service_route) m.append("Route", route);
    m.append("Max-Forwards", next_max_forwards(request()));
    m.append("From", std::string(request().get("From")));  // ORG-03
    m.append("To", std::string(request().get("To")));
    m.append("Call-ID", random_token(24));
    m.append("CSeq", "1 " + request().method());
    m.append("P-Asserted-Identity", '<' + impu + '>');
    m.append("P-Profile-Key", '<' + block.wimpu + '>');
    m.append("P-Charging-Vector", "icid-value=" + trail_.hex());
    return m;
}

void Originating::refuse(int status, std::string_view reason) {
    auto response = sip::Message::response_to(request(), status, std::string(reason));
    if (status == 503) response.set("Retry-After", "5");
    conclude(done_, std::move(response));
}

}  // namespace wims::epcscf
