// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/standalone_request.hpp"

#include <utility>

#include "signalling/epcscf/failure.hpp"
#include "signalling/epcscf/trust_boundary.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

bool has_sdp(const sip::Message& message) { return !message.body().empty() && sdp_or_nothing(message); }

}  // namespace

bool StandaloneRequest::is_one(std::string_view method) noexcept {
    return method == "MESSAGE" || method == "PUBLISH" || method == "OPTIONS";
}

StandaloneRequest::StandaloneRequest(Parts parts) : parts_(std::move(parts)) {}

void StandaloneRequest::start(Over over) {
    over_ = std::move(over);
    if (has_sdp(request())) return finish(sip::Message::response_to(request(), 415));
    parts_.setup->start([weak = weak_from_this()](Setup::Outcome outcome) {
        const auto self = weak.lock();
        if (!self) return;
        if (auto* refused = std::get_if<sip::Message>(&outcome)) return self->finish(std::move(*refused));
        self->prepared(std::move(std::get<Prepared>(outcome)));
    });
}

void StandaloneRequest::prepared(Prepared prepared) {
    translation_.emplace(parts_.blocks, parts_.session_id, prepared.impu, prepared.external);
    asker_.emplace(parts_.environment, parts_.from, parts_.flow);
    parts_.environment.count(Counter::requests_standalone);
    awaited_ = prepared.targets.size();
    for (auto& target : prepared.targets) send(std::move(target));
}

void StandaloneRequest::send(Target target) {
    const Side side = parts_.from == Side::access ? Side::core : Side::access;
    const auto& leg = *legs_.emplace_back(std::make_unique<Leg>(parts_.environment, side, target.flow));
    translation_->complete(request(), target.outgoing, leg);
    copy_body(request(), target.outgoing);
    clients_.push_back(leg.layer().request(std::move(target.outgoing),
                                           [weak = weak_from_this(), &leg](const sip::Message& response, bool local) {
                                               if (const auto self = weak.lock())
                                                   self->on_response(leg, response, local);
                                           }));
}

void StandaloneRequest::on_response(const Leg& from, const sip::Message& response, bool local) {
    if (response.status() < 200 || parts_.request->answered()) return;
    const bool from_wic = from.side() == Side::access;
    auto back = sip::Message::response_to(request(), status_across(response.status(), local, from_wic));
    translation_->complete(response, back, *asker_);
    if (!has_sdp(response)) copy_body(response, back);
    if (back.status() < 300) return finish(std::move(back));
    best_.offer({std::move(back), {}});
    if (--awaited_ == 0 || best_.decides()) finish(best_.take().response);
}

void StandaloneRequest::finish(sip::Message response) {
    const auto self = shared_from_this();  // `over` drops it
    parts_.request->respond(std::move(response));
    if (const auto over = std::exchange(over_, nullptr)) over();
}

}  // namespace wims::epcscf
