// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/reg_subscription.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/core/random.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t gone_kept = 20;                                   // for a client that does not answer: the newest
constexpr Duration shortest = 60s, longest = 600000s, unasked = 3761s;  // [RFC 3680 4.4]

std::string seconds(Duration d) {
    return std::to_string(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(d).count()));
}

Duration asked_for(const sip::Message& subscribe) {
    const auto value = sip::number(subscribe.get("Expires"), UINT32_MAX);
    return value ? std::min<Duration>(std::chrono::seconds(*value), longest) : unasked;
}

}  // namespace

RegSubscription::RegSubscription(const Environment& environment, FlowPtr flow, const sip::Message& subscribe)
    : environment_(environment), leg_(environment, Side::access, flow), identity_(flow->user()->identity),
      expiry_(environment.executor) {
    leg_.dialog = Dialog::server(subscribe, random_token(10));
}

void RegSubscription::serve(sip::ServerTransactionPtr subscribe, bool first) {
    const auto& request = subscribe->request();
    const auto answer = [&](int status) { subscribe->respond(sip::Message::response_to(request, status)); };
    if (!first && (!leg_.dialog.matches(request) || !terminated_.empty())) return answer(481);
    if (!first && !leg_.dialog.in_order(request)) return answer(500);
    const Duration expires = asked_for(request);
    if (expires != Duration::zero() && expires < shortest) {
        auto response = sip::Message::response_to(request, 423);
        response.set("Min-Expires", seconds(shortest));
        subscribe->respond(std::move(response));
        return first ? end() : void();
    }
    if (!first) leg_.dialog.refresh_target(request);

    auto response = sip::Message::response_to(request, 200);
    if (first) response.set("To", leg_.dialog.local());
    response.set("Contact", leg_.contact());
    response.set("Expires", seconds(expires));
    subscribe->respond(std::move(response));
    if (expires == Duration::zero()) return terminate({}, "timeout");
    until_ = environment_.executor.now() + expires;
    expiry_.start(expires, [this] { terminate({}, "timeout"); });
    notify();
}

void RegSubscription::notify(std::vector<ReportedContact> gone) {
    std::move(gone.begin(), gone.end(), std::back_inserter(gone_));
    if (gone_.size() > gone_kept) gone_.erase(gone_.begin(), gone_.end() - gone_kept);
    if (notifying_) {
        again_ = true;
        return;
    }
    notifying_ = true;
    fetch();
}

void RegSubscription::terminate(std::vector<ReportedContact> gone, std::string_view reason) {
    if (!terminated_.empty()) return;
    terminated_ = reason;
    expiry_.stop();
    notify(std::move(gone));
}

void RegSubscription::fetch() {
    const w6::Fetch fetch{leg_.flow()->up().trail, identity_};
    fetching_ = async<w6::Registration>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Registration> c) { environment_.registrar.fetch(fetch, d, std::move(c)); },
        [this](Result<w6::Registration> found) {
            std::vector<ReportedContact> contacts;
            if (found)
                for (auto& contact : found->contacts) contacts.push_back({std::move(contact)});
            else if (found.error().kind != ErrorKind::not_found && terminated_.empty())
                terminated_ = "probation";  // we cannot say: the WIC may ask again [RFC 6665 4.1.3]
            send(std::move(contacts));
        });
}

void RegSubscription::send(std::vector<ReportedContact> contacts) {
    for (auto& gone : std::exchange(gone_, {})) contacts.push_back(std::move(gone));
    auto notify = leg_.dialog.request("NOTIFY");
    notify.append("Contact", leg_.contact());
    notify.append("Event", "reg");
    if (terminated_.empty())
        notify.append("Subscription-State", "active;expires=" + seconds(until_ - environment_.executor.now()));
    else
        notify.append("Subscription-State",
                      "terminated;reason=" + terminated_ + (terminated_ == "probation" ? ";retry-after=30" : ""));
    notify.set_body("application/reginfo+xml", reginfo(identity_, version_++, contacts));
    environment_.count(Counter::reg_notifies);
    again_ = again_ && terminated_.empty();
    client_ =
        leg_.layer().request(std::move(notify), [this](const sip::Message& response, bool) { answered(response); });
    if (!terminated_.empty()) end();
}

void RegSubscription::answered(const sip::Message& response) {
    if (response.status() < 200) return;
    notifying_ = false;
    if (response.status() >= 300) return end();  // the client knows nothing of it, or is not there [RFC 6665 4.2.2]
    if (std::exchange(again_, false)) notify();
}

void RegSubscription::end() {
    expiry_.stop();
    if (terminated_.empty()) terminated_ = "deactivated";
    if (over_) environment_.executor.post(std::exchange(over_, nullptr));
}

}  // namespace wims::epcscf
