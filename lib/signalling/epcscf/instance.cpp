// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/instance.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "signalling/epcscf/originating.hpp"
#include "signalling/epcscf/registration.hpp"
#include "signalling/epcscf/session.hpp"
#include "signalling/epcscf/terminating.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

namespace {

/// A name for our side of W2 that only a flow reaches. [RFC 7118 5.3, W2-06]
std::string w2_host_of(std::string_view instance) {
    std::string host;
    for (const char c : sip::lower(instance)) host += (c >= 'a' && c <= 'z') || sip::is_digit(c) ? c : '-';
    while (!host.empty() && host.back() == '-') host.pop_back();
    if (host.empty() || host.front() == '-') host = "p-cscf" + host;
    return host + ".invalid";
}

iq::OwnerId new_owner() {
    iq::OwnerId owner = 0;
    while (owner == 0) owner = random_u64();
    return owner;
}

/// OPTIONS asks what we take; the client behind us is not asked (clients.md).
sip::Message capabilities(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 200);
    response.set("Allow", std::string(allowed_methods));
    response.set("Accept", "application/sdp");
    response.set("Allow-Events", "reg");
    return response;
}

/// What no role takes outside a dialog. (E25)
sip::Message not_taken(const sip::Message& request) {
    for (const std::string_view method : {"BYE", "UPDATE", "INFO", "PRACK", "NOTIFY"})
        if (request.method() == method) return sip::Message::response_to(request, 481);
    auto response = sip::Message::response_to(request, 405);
    response.set("Allow", std::string(allowed_methods));
    return response;
}

}  // namespace

Instance::Instance(const InstanceParts& parts)
    : flow_tokens_(parts.config.instance),
      outstanding_(parts.executor), environment_{parts,        w2_host_of(parts.config.instance),
                                                 flow_tokens_, outstanding_,
                                                 sessions_,    new_owner()},
      blocks_(parts.config), bindings_(environment_, flows_), alive_(std::make_shared<Instance*>(this)) {
    for (const auto& block : parts.config.blocks)
        if (auto* status = blocks_.find(block.wimpu))
            block_registrations_.push_back(std::make_unique<BlockRegistration>(environment_, block, *status));
    parts.mw.on_request([this](sip::ServerTransactionPtr request) { on_mw_request(std::move(request)); });
    parts.gateway.notify(environment_.iq_owner, parts.executor, [weak = std::weak_ptr(alive_)](const iq::Event& event) {
        if (const auto alive = weak.lock()) (*alive)->on_media_event(event);
    });
}

Instance::~Instance() {
    environment_.gateway.notify(environment_.iq_owner, environment_.executor, nullptr);
    environment_.registrar.watch(environment_.config.instance, environment_.executor, nullptr);
    for (const auto& session : sessions_.all()) session->stop();
    for (const auto& [id, flow] : flows_) flow->abandon();
    for (const auto& flow : departed_) flow->abandon();
    environment_.gateway.release_all(environment_.iq_owner);  // also what it has reserved and not said yet (IQ-10)
}

void Instance::attach(std::uint32_t node, iwf::Link& iwf) {
    detach(node);
    iwfs_[node] = &iwf;
}

void Instance::detach(std::uint32_t node) {
    if (iwfs_.erase(node) == 0) return;
    std::vector<iwf::FlowId> lost;
    for (auto it = flows_.lower_bound({node, 0, 0}); it != flows_.end() && it->first.node == node; ++it)
        lost.push_back(it->first);
    for (const auto& id : lost) down(id);
}

void Instance::start() {
    environment_.registrar.watch(environment_.config.instance, environment_.executor, [this](const w6::Change& change) {
        if (change.reason == w6::ChangeReason::restart) return blocks_.doubt();
        bindings_.removed(change);
    });
    for (const auto& registration : block_registrations_) registration->start();
}

void Instance::receive(iwf::Frame frame) {
    if (auto* opened = std::get_if<iwf::Up>(&frame)) return up(std::move(*opened));
    if (const auto* closed = std::get_if<iwf::Down>(&frame)) return down(closed->flow);
    if (const auto* message = std::get_if<iwf::Sip>(&frame))
        if (const auto it = flows_.find(message->flow); it != flows_.end())
            FlowPtr(it->second)->receive(message->message);
}

void Instance::up(iwf::Up frame) {
    const auto iwf = iwfs_.find(frame.flow.node);
    if (iwf == iwfs_.end()) {
        environment_.log.warning("a flow of an IWF that is not attached", {{"node", std::to_string(frame.flow.node)}});
        return;
    }
    const auto id = frame.flow;
    down(id);  // an IWF does not open a flow twice
    flows_[id] = Flow::open(
        environment_, std::move(frame), *iwf->second,
        [this](const FlowPtr& flow, sip::ServerTransactionPtr request) { on_w2_request(flow, std::move(request)); },
        [this](const FlowPtr&, const RegisteredUser& was) { bindings_.expired(was); });
}

void Instance::down(const iwf::FlowId& id) {
    const auto it = flows_.find(id);
    if (it == flows_.end()) return;
    const FlowPtr flow = std::move(it->second);
    flows_.erase(it);
    flow->down();
    bindings_.reg_event().flow_down(flow);
    // What came in one read with the close is still served: it is posted already, before this.
    departed_.push_back(flow);
    environment_.executor.post([weak = std::weak_ptr(alive_)] {
        if (const auto alive = weak.lock())
            std::erase_if((*alive)->departed_, [](const FlowPtr& f) { return !f->registering(); });
    });
}

FlowPtr Instance::find_flow(const iwf::FlowId& id) const {
    const auto it = flows_.find(id);
    return it == flows_.end() ? nullptr : it->second;
}

bool Instance::within_dialog(const sip::ServerTransactionPtr& request, const FlowPtr& flow) {
    const auto& message = request->request();
    if (message.to_tag().empty()) return false;
    const std::string leg(uri_user(message.request_uri()));
    if (const auto known = subscriptions_.find(leg); known != subscriptions_.end()) {
        std::shared_ptr(known->second)->on_request(leg, request, flow);
        return true;
    }
    if (const auto session = sessions_.by_leg(leg)) session->on_request(leg, request, flow);
    else if (message.method() != "ACK") request->respond(sip::Message::response_to(message, 481));
    return true;
}

void Instance::on_w2_request(const FlowPtr& flow, sip::ServerTransactionPtr request) {
    const auto& message = request->request();
    const auto& method = message.method();
    if (looped(message, environment_.w2_host)) {
        environment_.count(Counter::requests_refused);
        return request->respond(sip::Message::response_to(message, 482));
    }
    if (method == "REGISTER") return Registration::serve(environment_, blocks_, bindings_, flow, std::move(request));
    const bool reg = method == "SUBSCRIBE" && (RegEvent::names_it(message) || !message.has("Event"));
    if (reg) return bindings_.reg_event().subscribe(flow, std::move(request));
    if (within_dialog(request, flow) || method == "ACK") return;
    if (method == "INVITE") return originate(flow, std::move(request));
    if (flow->user() && method == "OPTIONS" && for_us(message)) return request->respond(capabilities(message));
    if (flow->user() && StandaloneRequest::is_one(method)) return pass_on(flow, std::move(request));
    if (flow->user() && CoreSubscription::is_begun_by(message)) return subscribe(flow, std::move(request));
    environment_.count(Counter::requests_refused);
    if (!flow->user()) return request->respond(sip::Message::response_to(message, 403, "Not registered"));  // E23
    request->respond(not_taken(message));
}

/// Nobody's in particular: our own name, or the WIC's home.
bool Instance::for_us(const sip::Message& options) const {
    const auto uri = sip::Uri::parse(options.request_uri());
    return !uri || uri->user.empty() || sip::equal_without_case(uri->host, environment_.w2_host);
}

void Instance::on_mw_request(sip::ServerTransactionPtr request) {
    const auto& message = request->request();
    if (within_dialog(request, nullptr) || message.method() == "ACK") return;
    if (message.method() == "INVITE") return terminate(std::move(request));
    if (message.method() == "MESSAGE") return pass_on(nullptr, std::move(request));
    request->respond(message.method() == "OPTIONS" ? capabilities(message) : not_taken(message));
}

bool Instance::full(const FlowPtr& flow, const sip::ServerTransactionPtr& request) const {
    if (flow->calls() < environment_.config.calls_per_flow) return false;
    environment_.count(Counter::requests_refused);
    auto response = sip::Message::response_to(request->request(), 503, "Too many calls");
    response.set("Retry-After", "5");
    request->respond(std::move(response));
    return true;
}

void Instance::originate(const FlowPtr& flow, sip::ServerTransactionPtr invite) {
    if (full(flow, invite)) return;
    const auto session_id = SessionId::originating(TrailId::create());
    auto setup = std::make_unique<Originating>(environment_, blocks_, flow, session_id.trail(), invite);
    Session::begin(
        {environment_, blocks_, Side::access, session_id, std::move(invite), flow, std::move(setup), flow->place()});
}

void Instance::terminate(sip::ServerTransactionPtr invite) {
    // Loops are found by Max-Forwards alone: a call from one WIC to another comes back with our own Via, and rightly so.
    if (sessions_.has_invite(invite_key(invite->request())))
        return invite->respond(sip::Message::response_to(invite->request(), 482));
    const auto session_id = SessionId::terminating(invite->request());
    auto setup = std::make_unique<Terminating>(
        environment_, blocks_, [this](const iwf::FlowId& id) { return find_flow(id); }, session_id.trail(), invite);
    Session::begin(
        {environment_, blocks_, Side::core, session_id, std::move(invite), nullptr, std::move(setup), nullptr});
}

void Instance::pass_on(const FlowPtr& flow, sip::ServerTransactionPtr request) {
    const bool originating = flow != nullptr;
    if (originating && full(flow, request)) return;
    const auto session_id =
        originating ? SessionId::originating(TrailId::create()) : SessionId::terminating(request->request());
    std::unique_ptr<Setup> setup;
    if (originating) setup = std::make_unique<Originating>(environment_, blocks_, flow, session_id.trail(), request);
    else
        setup = std::make_unique<Terminating>(
            environment_, blocks_, [this](const iwf::FlowId& id) { return find_flow(id); }, session_id.trail(),
            request);
    auto standalone = std::make_shared<StandaloneRequest>(
        StandaloneRequest::Parts{environment_, blocks_, originating ? Side::access : Side::core, session_id,
                                 std::move(request), flow, std::move(setup), originating ? flow->place() : nullptr});
    standalone_[standalone.get()] = standalone;
    standalone->start([this, key = standalone.get()] { standalone_.erase(key); });
}

void Instance::subscribe(const FlowPtr& flow, sip::ServerTransactionPtr request) {
    if (full(flow, request)) return;
    const auto session_id = SessionId::originating(TrailId::create());
    auto setup = std::make_unique<Originating>(environment_, blocks_, flow, session_id.trail(), request);
    const auto subscription = std::make_shared<CoreSubscription>(CoreSubscription::Parts{
        environment_, blocks_, session_id, std::move(request), flow, std::move(setup), flow->place()});
    beginning_.insert(subscription);
    subscription->start(
        [this, key = subscription.get()](const std::string& near, const std::string& far) {
            const auto self = key->shared_from_this();
            beginning_.erase(self);
            subscriptions_[near] = subscriptions_[far] = self;
        },
        [weak = std::weak_ptr(alive_), key = std::weak_ptr(subscription)] {
            const auto alive = weak.lock();
            const auto self = key.lock();
            if (!alive || !self) return;
            (*alive)->beginning_.erase(self);
            std::erase_if((*alive)->subscriptions_, [&](const auto& known) { return known.second == self; });
        });
}

void Instance::on_media_event(const iq::Event& event) {
    if (event.kind == iq::EventKind::resources_exhausted) {
        environment_.count(Counter::gateway_exhausted);
        return environment_.log.warning("the media gateway is full", {{"detail", event.detail}});
    }
    const auto session = sessions_.by_context(event.context);
    const bool known = session && session->holds(event.context);
    if (known) return session->on_media_event(event);
    if (event.kind != iq::EventKind::hanging_termination) return;  // given back already
    environment_.count(Counter::contexts_unknown);
    MediaContext::give_back(environment_, TrailId::create(), event.context);
}

}  // namespace wims::epcscf
