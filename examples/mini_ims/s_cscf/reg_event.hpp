// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <string>

#include <wims/common/executor.hpp>

#include "mini_ims/s_cscf/registrations.hpp"
#include "mini_ims/s_cscf/trust_domain.hpp"
#include "mini_ims/sip/message_log.hpp"

namespace wims::mini_ims {

/// The reg event package: always full state, with the subscription's wildcard as wildcardedIdentity. [RFC 3680; TS 24.229
/// 5.4.2.1] SIP thread.
class RegEvent {
public:
    RegEvent(Executor& executor, const Hss& hss, const Registrations& registrations, const TrustDomain& trust,
             std::string own_uri, const MessageLog& log)
        : executor_(executor), hss_(hss), registrations_(registrations), trust_(trust), own_uri_(std::move(own_uri)),
          log_(log) {}

    /// Answers an initial SUBSCRIBE and sends the first NOTIFY; the request stays the caller's.
    void subscribe(nta_agent_t* agent, nta_incoming_t* request, const sip_t* sip);
    void changed(const Subscription& subscription, std::string_view event);
    /// Forgets every watcher; before the agent goes.
    void clear();

private:
    struct Watcher {
        RegEvent* owner;
        const Subscription* subscription;
        nta_leg_t* leg;
        TimePoint expires;
        unsigned version = 0;
    };

    static int on_request(nta_leg_magic_t* magic, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
    static int on_response(nta_outgoing_magic_t*, nta_outgoing_t* notify, const sip_t* sip);

    int refusal(const sip_t* sip, const TransportAddress& source, const Subscription* subscription) const;
    void accept(nta_incoming_t* request, const sip_t* sip, Watcher& watcher);
    void notify(Watcher& watcher, std::string_view event);
    void drop_expired();
    std::string body(Watcher& watcher, std::string_view event) const;

    Executor& executor_;
    const Hss& hss_;
    const Registrations& registrations_;
    const TrustDomain& trust_;
    const std::string own_uri_;
    const MessageLog& log_;

    std::list<Watcher> watchers_;
};

}  // namespace wims::mini_ims
