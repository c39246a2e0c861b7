// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/reg_event.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

constexpr std::ptrdiff_t subscriptions_per_flow = 4;
constexpr std::size_t checks_limit = 1000;

bool takes_reginfo(const sip::Message& request) {
    const auto ranges = request.all("Accept");
    return ranges.empty() || std::any_of(ranges.begin(), ranges.end(), [](std::string_view range) {
               range = sip::trim(range.substr(0, range.find(';')));
               return range == "*/*" || sip::equal_without_case(range, "application/*") ||
                      sip::equal_without_case(range, "application/reginfo+xml");
           });
}

sip::Message bad_event(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 489);
    response.set("Allow-Events", "reg");
    return response;
}

sip::Message busy(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 503, "Too many subscriptions");
    response.set("Retry-After", "5");
    return response;
}

}  // namespace

bool RegEvent::names_it(const sip::Message& request) noexcept {
    const std::string_view event = request.get("Event");
    return sip::equal_without_case(sip::trim(event.substr(0, event.find(';'))), "reg");
}

std::optional<sip::Message> RegEvent::refusal(const FlowPtr& flow, const sip::Message& request) const {
    if (!flow->user()) return sip::Message::response_to(request, 403, "Not registered");
    if (!names_it(request)) return bad_event(request);
    if (auto refused = refuse_initial(request)) return refused;
    if (auto refused = refuse_stranger(*flow, request)) return refused;
    const auto target = identity::canonical(request.request_uri());
    if (!target || *target != flow->user()->identity)
        return sip::Message::response_to(request, 403, "Only the own registration can be watched");
    if (!takes_reginfo(request)) {
        auto response = sip::Message::response_to(request, 406);
        response.set("Accept", "application/reginfo+xml");
        return response;
    }
    const auto there = std::count_if(subscriptions_.begin(), subscriptions_.end(),
                                     [&](const auto& known) { return known.second->flow() == flow; });
    if (there >= subscriptions_per_flow || checks_.size() >= checks_limit) return busy(request);
    return std::nullopt;
}

void RegEvent::subscribe(const FlowPtr& flow, sip::ServerTransactionPtr request) {
    if (!request->request().to_tag().empty()) return within_dialog(flow, std::move(request));
    if (auto refused = refusal(flow, request->request())) {
        environment_.count(Counter::requests_refused);
        return request->respond(std::move(*refused));
    }
    const auto number = ++last_check_;
    const auto check = checks_[number] = std::make_shared<TokenCheck>(environment_);
    check->check(request->request(), *flow, flow->up().trail, flow->user()->identity, TokenCheck::Demand::optional,
                 [this, number, flow, request](Result<w1::Token> token) {
                     const auto over = checks_.extract(number);  // it may be what is calling
                     if (token) return take(flow, request);
                     environment_.count(Counter::requests_refused);
                     request->respond(TokenCheck::refusal(environment_, request->request(), token.error()));
                 });
}

void RegEvent::take(const FlowPtr& flow, const sip::ServerTransactionPtr& request) {
    if (auto refused = refusal(flow, request->request())) return request->respond(std::move(*refused));
    auto subscription = std::make_shared<RegSubscription>(environment_, flow, request->request());
    subscription->on_over([weak = std::weak_ptr(alive_), id = subscription->id()] {
        if (const auto alive = weak.lock()) (*alive)->subscriptions_.erase(id);
    });
    subscriptions_[subscription->id()] = subscription;
    environment_.count(Counter::reg_subscriptions);
    subscription->serve(request, true);
}

void RegEvent::within_dialog(const FlowPtr& flow, sip::ServerTransactionPtr request) {
    const auto known = subscriptions_.find(uri_user(request->request().request_uri()));
    if (known == subscriptions_.end() || known->second->flow() != flow)
        return request->respond(sip::Message::response_to(request->request(), 481));
    if (!names_it(request->request())) return request->respond(bad_event(request->request()));
    std::shared_ptr(known->second)->serve(std::move(request), false);
}

std::vector<std::shared_ptr<RegSubscription>> RegEvent::of(const std::string& identity) const {
    std::vector<std::shared_ptr<RegSubscription>> found;
    for (const auto& [id, subscription] : subscriptions_)
        if (subscription->identity() == identity) found.push_back(subscription);
    return found;
}

void RegEvent::changed(const std::string& identity) {
    for (const auto& subscription : of(identity)) subscription->notify();
}

void RegEvent::ended(const std::string& identity, const std::vector<ReportedContact>& gone) {
    const bool rejected = !gone.empty() && gone.front().event == "rejected";
    for (const auto& subscription : of(identity)) {
        if (subscription->flow()->user()) subscription->notify(gone);
        else subscription->terminate(gone, rejected ? "rejected" : "noresource");
    }
}

void RegEvent::flow_down(const FlowPtr& flow) {
    std::erase_if(subscriptions_, [&](const auto& known) { return known.second->flow() == flow; });
}

}  // namespace wims::epcscf
