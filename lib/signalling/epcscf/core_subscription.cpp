// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/core_subscription.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/core/random.hpp"
#include "signalling/epcscf/failure.hpp"
#include "signalling/epcscf/trust_boundary.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

constexpr Duration unsaid = 1h;        // where nobody says how long
constexpr Duration longest = 24h;      // whatever is said
constexpr Duration late_notify = 32s;  // the last NOTIFY may come after the end [RFC 6665 4.1.2]

std::string_view parameter(std::string_view value, std::string_view name) {
    for (auto at = value.find(';'); at != std::string_view::npos;) {
        const auto end = value.find(';', at + 1);
        const auto item = sip::trim(value.substr(at + 1, end == std::string_view::npos ? end : end - at - 1));
        const auto equals = item.find('=');
        if (sip::equal_without_case(sip::trim(item.substr(0, equals)), name))
            return equals == std::string_view::npos ? std::string_view() : sip::trim(item.substr(equals + 1));
        at = end;
    }
    return {};
}

bool terminates(const sip::Message& notify) {
    const auto state = notify.get("Subscription-State");
    return sip::equal_without_case(sip::trim(state.substr(0, state.find(';'))), "terminated");
}

/// That ends the usage, and with it the dialog. [RFC 5057 5.1]
bool destroys(int status, bool local) {
    return local || status == 481 || status == 410 || status == 404 || status == 489;
}

}  // namespace

bool CoreSubscription::is_begun_by(const sip::Message& request) {
    return request.method() == "REFER" || request.method() == "SUBSCRIBE";
}

CoreSubscription::CoreSubscription(Parts parts) : parts_(std::move(parts)), expiry_(parts_.environment.executor) {}

void CoreSubscription::start(Known known, Over over) {
    over_ = std::move(over);
    parts_.setup->start([weak = weak_from_this(), known = std::move(known)](Setup::Outcome outcome) {
        const auto self = weak.lock();
        if (!self) return;
        if (auto* prepared = std::get_if<Prepared>(&outcome)) return self->prepared(std::move(*prepared), known);
        self->parts_.request->respond(std::move(std::get<sip::Message>(outcome)));
        self->end();
    });
}

void CoreSubscription::prepared(Prepared prepared, const Known& known) {
    const auto& environment = parts_.environment;
    const auto& request = parts_.request->request();
    translation_.emplace(parts_.blocks, parts_.session_id, prepared.impu, prepared.external);
    near_.emplace(environment, Side::access, parts_.flow);
    near_->dialog = Dialog::server(request, random_token(12));
    far_.emplace(environment, Side::core, nullptr);
    auto& out = prepared.targets.front().outgoing;
    translation_->complete(request, out, *far_);
    copy_body(request, out);
    far_->dialog = Dialog::client(out);
    known(near_->id(), far_->id());
    environment.count(Counter::subscriptions_begun);
    expiry_.start(late_notify, [this] { end(); });
    first_ = far_->layer().request(std::move(out), [weak = weak_from_this()](const sip::Message& r, bool local) {
        if (const auto self = weak.lock()) self->on_response(r, local);
    });
}

void CoreSubscription::on_response(const sip::Message& response, bool local) {
    if (response.status() < 200 || parts_.request->answered()) return;
    const auto& request = parts_.request->request();
    auto back = sip::Message::response_to(request, status_across(response.status(), local, false));
    translation_->complete(response, back, *near_);
    copy_body(response, back);
    const bool taken = response.status() < 300;
    if (taken) {
        back.set("To", near_->dialog.local());
        if (!far_->dialog.confirmed()) far_->dialog.established(response);  // else by a NOTIFY that was faster
        lasts(response.get("Expires"));
    }
    parts_.request->respond(std::move(back));
    if (!taken) end();
}

std::optional<sip::Message> CoreSubscription::refusal(Leg& from, const sip::Message& request, const FlowPtr& flow) {
    const bool from_wic = from.side() == Side::access;
    if (!from_wic && request.method() == "NOTIFY" && !from.dialog.confirmed()) from.dialog.adopt(request);
    if (!from.dialog.matches(request)) return sip::Message::response_to(request, 481);
    if (from_wic && near_->flow() != flow) {
        if (!near_->registered_over(*flow)) return sip::Message::response_to(request, 481);
        near_->move_to(flow);
    }
    const std::string_view taken = from_wic ? "SUBSCRIBE" : "NOTIFY";
    if (request.method() != taken) {
        auto response = sip::Message::response_to(request, 405);
        response.set("Allow", std::string(taken));
        return response;
    }
    if (!from.dialog.in_order(request)) return sip::Message::response_to(request, 500);
    return refuse_initial(request);
}

void CoreSubscription::on_request(std::string_view leg, const sip::ServerTransactionPtr& transaction,
                                  const FlowPtr& flow) {
    const auto& request = transaction->request();
    if (request.method() == "ACK") return;
    Leg& from = leg == near_->id() ? *near_ : *far_;
    Leg& to = leg == near_->id() ? *far_ : *near_;
    const bool other_side = (from.side() == Side::access) != (flow != nullptr);
    auto refused = other_side ? sip::Message::response_to(request, 481) : refusal(from, request, flow);
    if (refused) return transaction->respond(std::move(*refused));
    from.dialog.refresh_target(request);
    if (to.side() == Side::access && !(to.flow()->live() && to.flow()->user())) {
        transaction->respond(sip::Message::response_to(request, 481));  // nobody listens any more
        return end();
    }
    relay(from, to, transaction);
}

void CoreSubscription::relay(Leg& from, Leg& to, const sip::ServerTransactionPtr& transaction) {
    const auto& request = transaction->request();
    auto out = to.dialog.request(request.method());
    translation_->complete(request, out, to);
    copy_body(request, out);
    const auto number = ++last_;
    relayed_[number] = to.layer().request(
        std::move(out), [weak = weak_from_this(), number, &from, &to, transaction](const sip::Message& r, bool local) {
            const auto self = weak.lock();
            if (!self || r.status() < 200) return;
            auto back = sip::Message::response_to(transaction->request(),
                                                  status_across(r.status(), local, to.side() == Side::access));
            self->translation_->complete(r, back, from);
            copy_body(r, back);
            transaction->respond(std::move(back));
            self->relayed(from, to, transaction->request(), r, local);
            self->relayed_.erase(number);
        });
}

void CoreSubscription::relayed(Leg& from, Leg& to, const sip::Message& request, const sip::Message& response,
                               bool local) {
    if (destroys(response.status(), local)) return end();
    if (response.status() >= 300) return;
    to.dialog.refresh_target(response);
    if (from.side() == Side::access) return lasts(response.get("Expires"));
    if (terminates(request)) return end();
    if (const auto left = parameter(request.get("Subscription-State"), "expires"); !left.empty()) lasts(left);
}

void CoreSubscription::lasts(std::string_view seconds) {
    std::uint32_t given = 0;
    const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), given);
    const bool said = read.ec == std::errc() && read.ptr == seconds.data() + seconds.size() && !seconds.empty();
    const Duration span = said ? std::min<Duration>(std::chrono::seconds(given), longest) : unsaid;
    expiry_.start(span + late_notify, [this] { end(); });
}

void CoreSubscription::end() {
    expiry_.stop();
    // The caller may be inside one of our handlers.
    if (over_)
        parts_.environment.executor.post([self = shared_from_this(), over = std::exchange(over_, nullptr)] { over(); });
}

}  // namespace wims::epcscf
