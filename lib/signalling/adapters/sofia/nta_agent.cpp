// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/nta_agent.hpp"

#include <algorithm>
#include <utility>

#include "signalling/adapters/sofia/name_servers.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::sofia {
namespace {

using signalling::Counter;

Counter counter_in(const std::string& method) {
    return method == "REGISTER" ? Counter::mw_register_in
                                : (method == "INVITE" ? Counter::mw_invite_in : Counter::mw_other_in);
}
Counter counter_out(const std::string& method) {
    return method == "REGISTER" ? Counter::mw_register_out
                                : (method == "INVITE" ? Counter::mw_invite_out : Counter::mw_other_out);
}

std::string bracketed(const std::string& ip) { return ip.find(':') == std::string::npos ? ip : '[' + ip + ']'; }
bool is_loopback(const std::string& ip) { return ip.rfind("127.", 0) == 0 || ip == "::1"; }

/// The advertised address names us in Via; `maddr` is what sofia binds.
std::string agent_url(const Endpoint& mw) {
    const auto port = mw.bind.port == 0 ? std::string("*") : std::to_string(mw.bind.port);
    auto url = "sip:" + bracketed(mw.advertised()) + ':' + port;
    if (mw.advertised() != mw.bind.ip) url += ";maddr=" + bracketed(mw.bind.ip);
    return url;
}

}  // namespace

NtaAgent::NtaAgent(Executor& executor, const Logger& log, Metrics& metrics, const Timing& timing)
    : wire_(std::make_shared<MwWire>(MwWire{executor, metrics, log, timing})) {}

Result<void> NtaAgent::open(su_root_t* root, const Endpoint& mw) {
    const auto url = agent_url(mw);
    const auto t1 = static_cast<unsigned>(wire_->milliseconds(wire_->timing.t1));
    const auto t2 = static_cast<unsigned>(wire_->milliseconds(wire_->timing.t2));
    // After octets that are no SIP, sofia reads no more from a TCP connection and would keep it for ever.
    const auto idle = 4 * 64 * t1;
    wire_->agent = nta_agent_create(
        root, URL_STRING_MAKE(url.c_str()), &NtaAgent::on_stray, this, NTATAG_UA(0), NTATAG_MERGE_482(0),
        NTATAG_CANCEL_487(0), NTATAG_SERVER_RPORT(1), NTATAG_EXTRA_100(0), NTATAG_PASS_100(1), NTATAG_REL100(0),
        NTATAG_TIMEOUT_408(1), NTATAG_PASS_408(1), NTATAG_BAD_REQ_MASK(0), NTATAG_SIPFLAGS(MSG_DO_EXTRACT_COPY),
        NTATAG_MAXSIZE(8 << 20), NTATAG_MAX_PROCEEDING(10'000), NTATAG_SIP_T1(t1), NTATAG_SIP_T1X64(64 * t1),
        NTATAG_SIP_T2(t2), NTATAG_UDP_MTU(is_loopback(mw.bind.ip) ? 65535 : 1300), TPTAG_QUEUESIZE(1000),
        TPTAG_KEEPALIVE(0), TPTAG_PONG2PING(1), TPTAG_IDLE(idle), TPTAG_UDP_RMEM(4 << 20), TAG_END());
    if (wire_->agent == nullptr) return Error{ErrorKind::io, "cannot bind Mw to " + to_string(mw.bind), 0};
    leg_ = nta_leg_tcreate(wire_->agent, &NtaAgent::on_leg_request, this, NTATAG_NO_DIALOG(1), TAG_END());
    if (leg_ == nullptr) return Error{ErrorKind::internal, "no default leg", 0};
    local_ = {mw.advertised(), mw.bind.port};
    const auto* via = nta_agent_via(wire_->agent);
    if (local_.port == 0 && via != nullptr && via->v_port != nullptr)
        local_.port = static_cast<std::uint16_t>(sip::number(via->v_port, 65535).value_or(0));
    return {};
}

NtaAgent::~NtaAgent() {
    *alive_ = false;
    for (auto& [raw, client] : clients_) client->detach();
    for (const auto& server : servers_) server->detach();
    if (leg_ != nullptr) nta_leg_destroy(leg_);
    if (auto* agent = std::exchange(wire_->agent, nullptr)) nta_agent_destroy(agent);
}

int NtaAgent::on_leg_request(NtaAgent* self, nta_leg_t*, nta_incoming_t* irq, const sip_t* sip) {
    self->receive(irq, sip);
    return 0;
}

int NtaAgent::on_stray(NtaAgent* self, nta_agent_t*, msg_t* msg, sip_t* sip) {
    if (sip != nullptr && sip->sip_status != nullptr) self->receive_stray(sip);
    msg_destroy(msg);
    return 0;
}

void NtaAgent::receive(nta_incoming_t* irq, const sip_t* sip) {
    const bool ack = nta_incoming_method(irq) == sip_method_ack;
    sip::Message partial;
    auto message = guarded(*wire_, sip, &partial);
    if (!message) {
        const int status = message.error().status != 0 ? message.error().status : 400;
        const std::string phrase(sip::reason_phrase(status));
        if (!ack) nta_incoming_treply(irq, status, phrase.c_str(), TAG_END());
        return nta_incoming_destroy(irq);
    }
    wire_->count(counter_in(message->method()));
    if (ack) return receive_ack(irq, std::move(*message));
    if (message->method() == "CANCEL") {  // nta itself answers one for an INVITE without a final response
        if (find_invite(*message, [&](const MwServer& s) { return s.request().branch() == message->branch(); }))
            nta_incoming_treply(irq, SIP_200_OK, TAG_END());
        else nta_incoming_treply(irq, SIP_481_NO_TRANSACTION, TAG_END());
        return nta_incoming_destroy(irq);
    }
    if (message->method() == "INVITE") {
        const auto again = [&](const MwServer& s) { return s.answered() && s.request().branch() == message->branch(); };
        if (const auto known = find_invite(*message, again)) {
            known->repeat(irq);
            return nta_incoming_destroy(irq);
        }
    }
    open_server(irq, std::move(*message));
}

template <class Predicate>
std::shared_ptr<MwServer> NtaAgent::find_invite(const sip::Message& message, Predicate is) const {
    const auto [first, last] = invites_.equal_range(MwServer::dialog_key(message));
    const auto it = std::find_if(first, last, [&](const auto& entry) { return is(*entry.second); });
    return it != last ? it->second : nullptr;
}

void NtaAgent::receive_ack(nta_incoming_t* irq, sip::Message ack) {
    nta_incoming_destroy(irq);
    if (const auto invite = find_invite(ack, [&](const MwServer& s) { return s.accepted_as(ack.to_tag()); }))
        invite->acknowledged();
    pass_up(MwServer::acknowledgement(std::move(ack)));
}

void NtaAgent::open_server(nta_incoming_t* irq, sip::Message request) {
    const bool invite = request.method() == "INVITE";
    const auto key = invite ? MwServer::dialog_key(request) : std::string();
    auto server = std::make_shared<MwServer>(wire_, irq, std::move(request));
    server->when_finished([this, weak = std::weak_ptr(server), key] {
        const auto self = weak.lock();
        const auto [first, last] = invites_.equal_range(key);
        const auto it = std::find_if(first, last, [&](const auto& entry) { return entry.second == self; });
        if (it != last) invites_.erase(it);
        servers_.erase(self);
    });
    servers_.insert(server);
    if (invite) {
        invites_.emplace(key, server);
        server->try_invite();
    }
    pass_up(server->handle());
}

void NtaAgent::pass_up(sip::ServerTransactionPtr transaction) {
    wire_->executor.post([this, alive = alive_, transaction = std::move(transaction)]() mutable {
        if (*alive && request_handler_) request_handler_(std::move(transaction));
    });
}

void NtaAgent::receive_stray(const sip_t* sip) {
    const auto message = guarded(*wire_, sip);
    if (!message) return;
    const auto client = by_branch_.find(message->branch());
    const auto known = client != by_branch_.end() ? clients_.find(client->second) : clients_.end();
    const bool ours = known != clients_.end() && known->second->receive_stray(*message);
    wire_->count(ours ? Counter::mw_responses_in : Counter::mw_responses_stray);
}

sip::ClientTransactionPtr NtaAgent::request(sip::Message request, sip::ResponseHandler on_response,
                                            std::string next_hop) {
    if (!request.has("Max-Forwards")) request.append("Max-Forwards", "70");
    wire_->count(counter_out(request.method()));
    const bool resolvable = resolve_names(!next_hop.empty()      ? std::string_view(next_hop)
                                          : request.has("Route") ? request.get("Route")
                                                                 : request.request_uri());
    auto client = std::make_shared<MwClient>(wire_, std::move(request), std::move(on_response));
    client->when_finished([this, raw = client.get()] {
        by_branch_.erase(raw->branch());
        clients_.erase(raw);
    });
    clients_.emplace(client.get(), client);
    auto handle = client->handle();
    if (!resolvable) client->fail(503);
    else if (client->start(next_hop)) by_branch_[client->branch()] = client.get();
    return handle;
}

void NtaAgent::acknowledge(sip::Message ack, std::string next_hop) {
    if (!ack.has("Max-Forwards")) ack.append("Max-Forwards", "70");
    send_stateless(std::move(ack), std::move(next_hop));
}

void NtaAgent::send_stateless(sip::Message message, std::string next_hop) {
    auto msg = message.is_request() ? make_msg(message.to_text()) : make_forwarded_response(message);
    if (!msg) {
        wire_->count(Counter::mw_outgoing_refused);
        wire_->log.warning("message not sent", {{"cause", msg.error().text}});
        return;
    }
    if (message.is_request() && !resolve_names(!next_hop.empty()      ? std::string_view(next_hop)
                                               : message.has("Route") ? message.get("Route")
                                                                      : message.request_uri()))
        return;
    wire_->count(message.is_request() ? counter_out(message.method()) : Counter::mw_responses_out);
    const auto* route = next_hop.empty() ? nullptr : URL_STRING_MAKE(next_hop.c_str());
    if (nta_msg_tsend(wire_->agent, msg->release(), route, TAG_END()) < 0) wire_->count(Counter::mw_outgoing_refused);
}

/// Names are looked up only for targets that are names: a literal address never comes near sofia's resolver.
bool NtaAgent::resolve_names(std::string_view target) {
    const auto address = sip::NameAddr::parse(target);
    const bool name = !address || address->uri.host.find_first_not_of("0123456789.") != std::string::npos;
    const bool dns = name && (!address || address->uri.host.find(':') == std::string::npos);
    if (dns && !name_server_in_reach()) {
        wire_->count(Counter::mw_outgoing_refused);
        wire_->log.warning("message not sent", {{"cause", "no name server is in reach"}, {"target", target}});
        return false;
    }
    if (std::exchange(dns_, dns) != dns)
        nta_agent_set_params(wire_->agent, NTATAG_USE_NAPTR(dns ? 1 : 0), NTATAG_USE_SRV(dns ? 1 : 0), TAG_END());
    return true;
}

Result<std::unique_ptr<MwAgent>> MwAgent::create(RootThread& thread, const Endpoint& mw, LogSink& log,
                                                 std::string_view entity, Metrics& metrics, const Timing& timing) {
    auto agent = std::make_unique<NtaAgent>(thread, Logger(log, entity), metrics, timing);
    if (auto opened = agent->open(thread.root(), mw); !opened) return opened.error();
    return std::unique_ptr<MwAgent>(std::move(agent));
}

}  // namespace wims::sofia
