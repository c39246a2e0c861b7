// SPDX-License-Identifier: Apache-2.0
#include "media/engine/dispatcher.hpp"

namespace wims::media::engine {

void Dispatcher::add(Context& context) {
    by_ufrag_.emplace(context.ice().local().ufrag, &context);
    if (const auto& previous = context.ice().previous()) by_ufrag_.emplace(previous->ufrag, &context);
}

void Dispatcher::remove_names(const Context& context) {
    by_ufrag_.erase(context.ice().local().ufrag);
    if (const auto& previous = context.ice().previous()) by_ufrag_.erase(previous->ufrag);
}

Result<iq::Configured> Dispatcher::configure(Context& context, const iq::ConfigureRequest& request, TimePoint now) {
    remove_names(context);
    auto configured = context.configure(request, now);
    add(context);
    return configured;
}

void Dispatcher::remove(Context& context) {
    remove_names(context);
    for (const auto& remote : context.ice().remotes()) by_address_.erase(remote);
}

Dispatcher::Outcome Dispatcher::receive(Packet& packet, const IpEndpoint& from, TimePoint now) {
    const PacketKind kind = classify(packet.octets());
    if (kind == PacketKind::stun) return receive_stun(packet, from, now);
    if (kind == PacketKind::unknown) {
        count(metrics_, Counter::demux_unknown);
        return {};
    }
    const auto it = by_address_.find(from);
    if (it == by_address_.end()) {
        count(metrics_, Counter::unbound_source);
        return {};
    }
    it->second->receive_access(kind, packet, now);
    return {it->second, {}};
}

Dispatcher::Outcome Dispatcher::receive_stun(Packet& packet, const IpEndpoint& from, TimePoint now) {
    const auto message = ice::StunMessage::parse(packet.octets());
    if (!message) {
        count(metrics_, Counter::stun_malformed);
        return {};
    }
    if (!message->is(ice::StunType::binding_request)) return receive_response(*message, from, now);
    const auto it = by_ufrag_.find(message->username.substr(0, message->username.find(':')));
    if (it == by_ufrag_.end()) {
        count(metrics_, Counter::checks_refused);
        const bool anonymous = !message->has_integrity || message->username.empty();
        auto refusal =
            anonymous ? ice::refuse(*message, 400, "Bad Request") : ice::refuse(*message, 401, "Unauthorized");
        refusal.add_fingerprint();
        return {nullptr, refusal};
    }
    Context& context = *it->second;
    const auto result = context.receive_stun(*message, from, now);
    if (result.unbound) by_address_.erase(*result.unbound);
    if (result.outcome == ice::CheckOutcome::bound) bind(from, context);
    return {&context, {}};
}

Dispatcher::Outcome Dispatcher::receive_response(const ice::StunMessage& message, const IpEndpoint& from,
                                                 TimePoint now) {
    const auto it = by_address_.find(from);
    if (it == by_address_.end()) {
        count(metrics_, Counter::stun_unasked);
        return {};
    }
    it->second->receive_stun(message, from, now);
    return {it->second, {}};
}

void Dispatcher::forget(const IpEndpoint& from) {
    const auto it = by_address_.find(from);
    if (it == by_address_.end()) return;
    it->second->unbind(from);
    by_address_.erase(it);
}

void Dispatcher::bind(const IpEndpoint& from, Context& context) {
    auto& owner = by_address_[from];
    if (owner != nullptr && owner != &context) owner->unbind(from);
    owner = &context;
}

}  // namespace wims::media::engine
