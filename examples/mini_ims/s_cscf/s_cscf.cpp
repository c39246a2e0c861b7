// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/s_cscf.hpp"

#include <charconv>

#include "mini_ims/sip/message_view.hpp"

namespace wims::mini_ims {

namespace {
constexpr unsigned passes = 2;  // one originating, one terminating
constexpr std::chrono::seconds transaction_lifetime{64};
constexpr unsigned idle_connection_ms = 128000;  // sofia keeps one that sent no SIP for ever otherwise
constexpr std::size_t methods_counted = 32;      // anybody can invent more

bool in_dialog(const sip_t* sip) { return sip->sip_to != nullptr && sip->sip_to->a_tag != nullptr; }

/// Names are for no one here: and sofia's resolver turns for ever where no name server can be reached.
bool goes_to_an_address(const sip_t* sip) {
    const char* host = sip->sip_route != nullptr ? sip->sip_route->r_url->url_host : sip->sip_request->rq_url->url_host;
    return host != nullptr && (host_is_ip4_address(host) != 0 || host_is_ip6_reference(host) != 0);
}

bool is_reg_event(const sip_t* sip) {
    return sip->sip_request->rq_method == sip_method_subscribe && sip->sip_event != nullptr &&
           std::string_view(sip->sip_event->o_type) == "reg";
}
}  // namespace

Result<std::unique_ptr<SCscf>> SCscf::create(SipLoop& loop, const Hss& hss, SCscfConfig config, Logger log) {
    std::unique_ptr<SCscf> self(new SCscf(loop, hss, std::move(config), log));
    const auto name = "sip:" + to_string(self->config_.listen);
    self->agent_ = nta_agent_create(
        loop.root(), URL_STRING_MAKE(name.c_str()), &SCscf::on_stray, self.get(), NTATAG_UA(0), NTATAG_MERGE_482(0),
        NTATAG_CANCEL_487(0), NTATAG_SERVER_RPORT(1), NTATAG_EXTRA_100(0), NTATAG_REL100(0), NTATAG_TIMEOUT_408(1),
        NTATAG_PASS_408(1), NTATAG_BAD_REQ_MASK(0), NTATAG_SIPFLAGS(MSG_DO_EXTRACT_COPY), NTATAG_MAXSIZE(8 << 20),
        NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0), NTATAG_UDP_MTU(65535), TPTAG_IDLE(idle_connection_ms), TAG_END());
    if (self->agent_ == nullptr)
        return Error{ErrorKind::io, "cannot listen on " + to_string(self->config_.listen) + " (UDP and TCP)", 0};
    self->leg_ = nta_leg_tcreate(self->agent_, &SCscf::on_request, self.get(), NTATAG_NO_DIALOG(1), TAG_END());
    return self;
}

SCscf::SCscf(SipLoop& loop, const Hss& hss, SCscfConfig config, Logger log)
    : loop_(loop), config_(std::move(config)), log_(log, &recent_), trust_(config_.trusted_ips),
      register_decision_(hss, trust_, config_.longest_registration),
      session_decision_(hss, registrations_, trust_, config_.web_rtc_domains),
      reg_event_(loop, hss, registrations_, trust_, "sip:" + to_string(config_.listen), log_),
      registrar_(loop, register_decision_, registrations_, service_route(), log_,
                 [this](const Subscription& block, std::string_view event) { reg_event_.changed(block, event); }) {}

SCscf::~SCscf() {
    forwardings_.clear();
    reg_event_.clear();  // its dialogs belong to the agent
    if (leg_ != nullptr) nta_leg_destroy(leg_);
    if (agent_ != nullptr) nta_agent_destroy(agent_);
}

void SCscf::add_phone(const std::string& identity, const TransportAddress& address) {
    trust_.add_phone(address);
    const auto user = identity.substr(0, identity.find('@'));
    session_decision_.add_phone(identity, user + "@" + to_string(address));
}

int SCscf::on_request(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
    static_cast<SCscf*>(self)->receive(request, sip);
    return 0;
}

int SCscf::refusal(const sip_t* sip) const {
    if (sip->sip_error != nullptr) return 400;  // a second copy of a header that may be there once
    if (sip->sip_max_forwards != nullptr && sip->sip_max_forwards->mf_count == 0) return 483;
    unsigned seen = 0;
    for (const sip_via_t* via = sip->sip_via; via != nullptr; via = via->v_next)
        if (config_.listen.ip == via->v_host &&
            std::to_string(config_.listen.port) == (via->v_port == nullptr ? "5060" : via->v_port))
            ++seen;
    return seen >= passes ? 482 : 0;
}

void SCscf::receive(nta_incoming_t* request, const sip_t* sip) {
    log_.request("in", sip, source_of(request));
    const std::string name = sip->sip_request->rq_method_name;
    ++received_[received_.size() < methods_counted || received_.contains(name) ? name : "other"];
    const auto method = sip->sip_request->rq_method;
    if (const int status = refusal(sip); status != 0) {
        if (method == sip_method_ack) return nta_incoming_destroy(request);
        return reply(request, sip, status, sip_status_phrase(status));
    }
    if (method == sip_method_register) {
        registrar_.handle(request, sip);
        return nta_incoming_destroy(request);
    }
    if (method == sip_method_cancel) return reply(request, sip, SIP_481_NO_TRANSACTION);
    if (method == sip_method_options && sip->sip_route == nullptr && is_own(sip->sip_request->rq_url))
        return reply(request, sip, SIP_200_OK);
    if (is_reg_event(sip) && !in_dialog(sip)) {
        reg_event_.subscribe(agent_, request, sip);
        return nta_incoming_destroy(request);
    }
    route(request, sip);
}

void SCscf::route(nta_incoming_t* request, const sip_t* sip) {
    msg_t* received = nta_incoming_getrequest(request);
    msg_t* message = msg_copy(received);
    msg_destroy(received);
    sip_t* copy = sip_object(message);

    bool through_us = false, originating = false;
    while (copy->sip_route != nullptr && is_own(copy->sip_route->r_url)) {
        const char* user = copy->sip_route->r_url->url_user;
        through_us = true;
        originating = originating || (user != nullptr && std::string_view(user) == "orig");
        sip_route_remove(message, copy);
    }
    const bool ack = sip->sip_request->rq_method == sip_method_ack;
    if (ack || in_dialog(sip)) {
        if (ack && through_us) return forward_ack(request, message);
        if (!ack && through_us) return forward(request, message);
        msg_destroy(message);
        if (ack) return nta_incoming_destroy(request);
        return reply(request, sip, 404, "Not Here - No Route Set");
    }
    start_session(request, message, originating);
}

void SCscf::start_session(nta_incoming_t* request, msg_t* message, bool originating) {
    sip_t* sip = sip_object(message);
    SessionFacts facts;
    facts.source = source_of(request);
    facts.originating = originating;
    for (const auto& value : header_values(sip, "P-Asserted-Identity"))
        for (auto& uri : addresses_in(value)) facts.asserted.push_back(std::move(uri));
    if (const auto key = header_value(sip, "P-Profile-Key"))
        if (auto uris = addresses_in(*key); !uris.empty()) facts.profile_key = std::move(uris.front());
    facts.request_uri = text_of(sip->sip_request->rq_url);

    const auto verdict = session_decision_.decide(facts, loop_.now());
    const char* served = originating ? "originating" : "terminating";
    if (verdict.status != 0) {
        log_.decision(sip, std::string(served) + " refused", std::to_string(verdict.status) + " " + verdict.reason);
        reply(request, sip, verdict.status, verdict.reason.c_str());
        return msg_destroy(message);
    }
    log_.decision(sip, std::string(served) + " accepted",
                  verdict.route.empty() ? verdict.request_uri : verdict.route.front());
    if (originating) remove_header(message, "P-Profile-Key");  // it was the caller's
    prepare(message, verdict);
    if (sip->sip_request->rq_method == sip_method_invite) remember_dialog(sip);
    forward(request, message);
}

void SCscf::prepare(msg_t* message, const SessionVerdict& verdict) const {
    sip_t* sip = sip_object(message);
    su_home_t* home = msg_home(message);
    if (!verdict.request_uri.empty()) {
        const auto* old = sip->sip_request;
        auto* line = sip_request_create(home, old->rq_method, old->rq_method_name,
                                        URL_STRING_MAKE(verdict.request_uri.c_str()), old->rq_version);
        msg_header_replace(message, msg_object(message), reinterpret_cast<msg_header_t*>(sip->sip_request),
                           reinterpret_cast<msg_header_t*>(line));
    }
    for (const auto& entry : verdict.route) sip_add_make(message, sip, sip_route_class, entry.c_str());
    if (!verdict.called_party.empty()) {
        // Not by msg_header_add_str: that one puts it behind the body of a message that keeps its raw text.
        const auto header = "P-Called-Party-ID: <" + verdict.called_party + ">";
        sip_add_make(message, sip, sip_unknown_class, header.c_str());
    }
    const auto entry = "<sip:" + to_string(config_.listen) + ";lr>";
    sip_add_make(message, sip, sip_record_route_class, entry.c_str());
}

void SCscf::forward(nta_incoming_t* request, msg_t* message) {
    sip_t* sip = sip_object(message);
    if (!goes_to_an_address(sip)) {
        reply(request, sip, 404, "Next Hop Is No Address");
        return msg_destroy(message);
    }
    if (sip->sip_max_forwards != nullptr) {
        --sip->sip_max_forwards->mf_count;
        msg_fragment_clear(sip->sip_max_forwards->mf_common);
    }
    log_.request("out", sip, {});
    auto& forwarding = forwardings_.emplace_back(request, log_, [this](Forwarding& ended) {
        loop_.post([this, which = &ended] { forwardings_.remove_if([&](Forwarding& f) { return &f == which; }); });
    });
    forwarding.send(agent_, message);
}

void SCscf::forward_ack(nta_incoming_t* request, msg_t* message) {
    if (goes_to_an_address(sip_object(message))) {
        log_.request("out", sip_object(message), {});
        nta_msg_tsend(agent_, message, nullptr, TAG_END());
    } else {
        msg_destroy(message);
    }
    nta_incoming_destroy(request);
}

void SCscf::remember_dialog(const sip_t* sip) {
    const std::string call_id = sip->sip_call_id->i_id;
    recent_invites_.insert(call_id);
    loop_.after(transaction_lifetime * 3, [this, call_id] { recent_invites_.erase(call_id); });
}

int SCscf::on_stray(nta_agent_magic_t* magic, nta_agent_t* agent, msg_t* message, sip_t* sip) {
    auto* self = static_cast<SCscf*>(magic);
    // A 2xx sent again because its ACK was lost, after our transaction has ended. [RFC 3261 16.7]
    const bool ours = sip != nullptr && sip->sip_status != nullptr && sip->sip_status->st_status / 100 == 2 &&
                      sip->sip_error == nullptr && sip->sip_cseq != nullptr &&
                      sip->sip_cseq->cs_method == sip_method_invite && sip->sip_call_id != nullptr &&
                      self->recent_invites_.contains(sip->sip_call_id->i_id) && sip->sip_via != nullptr &&
                      self->config_.listen.ip == sip->sip_via->v_host && sip->sip_via->v_next != nullptr;
    if (!ours) {
        nta_msg_discard(agent, message);
        return 0;
    }
    self->forward_stray(message, sip);
    return 0;
}

void SCscf::forward_stray(msg_t* message, sip_t* sip) {
    log_.response("again", sip, sip->sip_status->st_status);
    nta_msg_tsend(agent_, message, nullptr, TAG_END());  // takes our Via off by itself
}

void SCscf::reply(nta_incoming_t* request, const sip_t* sip, int status, const char* phrase) {
    log_.response("out", sip, status);
    nta_incoming_treply(request, status, phrase, TAG_END());
    nta_incoming_destroy(request);
}

bool SCscf::is_own(const url_t* url) const {
    if (url->url_host == nullptr || config_.listen.ip != url->url_host) return false;
    return std::to_string(config_.listen.port) == (url->url_port == nullptr ? "5060" : url->url_port);
}

}  // namespace wims::mini_ims
