// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/result.hpp>

#include "mini_ims/hss/hss.hpp"
#include "mini_ims/s_cscf/forwarding.hpp"
#include "mini_ims/s_cscf/reg_event.hpp"
#include "mini_ims/s_cscf/registrar.hpp"
#include "mini_ims/s_cscf/session_decision.hpp"
#include "mini_ims/sip/sip_loop.hpp"

namespace wims::mini_ims {

struct SCscfConfig {
    TransportAddress listen;  ///< UDP and TCP
    std::vector<std::string> trusted_ips;
    std::map<std::string, std::string> web_rtc_domains;  ///< domain → "<sip:IP:PORT;lr>"
    std::chrono::seconds longest_registration{600000};
};

/// The serving node: one nta agent on one address, registrar and stateful proxy. SIP thread.
class SCscf {
public:
    /// io: the address cannot be bound.
    static Result<std::unique_ptr<SCscf>> create(SipLoop& loop, const Hss& hss, SCscfConfig config, Logger log);
    ~SCscf();

    /// A built-in phone: who it is, where it is.
    void add_phone(const std::string& identity, const TransportAddress& address);
    /// "<sip:orig@IP:PORT;lr>", the way in for originating requests.
    std::string service_route() const { return "<sip:orig@" + to_string(config_.listen) + ";lr>"; }

    /// Removal by the HSS [TS 23.228 5.3.2.2.1]: false when it was not registered.
    bool remove(const Subscription& subscription) { return registrar_.remove(subscription); }

    const Registrations& registrations() const { return registrations_; }
    const std::map<std::string, unsigned>& received() const { return received_; }
    const RecentMessages& recent() const { return recent_; }
    const std::vector<std::string>& last_register() const { return registrar_.last_request(); }
    TimePoint now() const { return loop_.now(); }

private:
    SCscf(SipLoop& loop, const Hss& hss, SCscfConfig config, Logger log);

    static int on_request(nta_leg_magic_t* self, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
    static int on_stray(nta_agent_magic_t* self, nta_agent_t* agent, msg_t* message, sip_t* sip);

    /// Each step answers the request or passes it on.
    void receive(nta_incoming_t* request, const sip_t* sip);
    int refusal(const sip_t* sip) const;
    void route(nta_incoming_t* request, const sip_t* sip);
    void start_session(nta_incoming_t* request, msg_t* message, bool originating);
    void prepare(msg_t* message, const SessionVerdict& verdict) const;
    void forward(nta_incoming_t* request, msg_t* message);
    void forward_ack(nta_incoming_t* request, msg_t* message);
    void forward_stray(msg_t* message, sip_t* sip);
    void reply(nta_incoming_t* request, const sip_t* sip, int status, const char* phrase);
    bool is_own(const url_t* url) const;
    void remember_dialog(const sip_t* sip);

    SipLoop& loop_;
    const SCscfConfig config_;
    RecentMessages recent_;
    const MessageLog log_;

    TrustDomain trust_;
    Registrations registrations_;
    RegisterDecision register_decision_;
    SessionDecision session_decision_;
    RegEvent reg_event_;
    Registrar registrar_;
    nta_agent_t* agent_ = nullptr;
    nta_leg_t* leg_ = nullptr;
    std::list<Forwarding> forwardings_;
    std::set<std::string> recent_invites_;  // Call-IDs whose 2xx may come again after its transaction has ended
    std::map<std::string, unsigned> received_;
};

}  // namespace wims::mini_ims
