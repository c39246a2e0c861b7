// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>

#include "signalling/adapters/sofia/root_thread.hpp"
#include "signalling/sip/transaction.hpp"

namespace wims::sofia {

/// Mw: one nta agent on one address, UDP and TCP, behind the guard that keeps malformed requests and responses from it:
/// a malformed request is answered 400 (416, 505), a malformed final response reaches the role as a local 502, both are
/// counted. Created, used and destroyed on the RootThread.
///
/// After a role's 2xx to INVITE the agent repeats it until the ACK came; when none came in 64*T1, on_cancel runs
/// ("lost") for a role that still holds the transaction, and the role ends the dialog. [RFC 3261 13.3.1.4] Further 2xx
/// to an INVITE come to its ResponseHandler as long as its ClientTransaction lives. Responses come up with our Via on
/// top.
class MwAgent : public sip::TransactionLayer {
public:
    /// RFC 3261's timers; shorter in tests.
    struct Timing {
        Duration t1 = std::chrono::milliseconds(500);
        Duration t2 = std::chrono::seconds(4);
    };
    /// io: the address cannot be bound. Port 0 binds a free one.
    static Result<std::unique_ptr<MwAgent>> create(RootThread& thread, const Endpoint& mw, LogSink& log,
                                                   std::string_view entity, Metrics& metrics) {
        return create(thread, mw, log, entity, metrics, Timing());
    }
    static Result<std::unique_ptr<MwAgent>> create(RootThread& thread, const Endpoint& mw, LogSink& log,
                                                   std::string_view entity, Metrics& metrics, const Timing& timing);
    /// As bound, advertised ip: for Contact, Path and Via.
    virtual TransportAddress local() const = 0;
    /// Sends on without a transaction: an ACK (a Via is added; to `next_hop`, else as request() says) or a stray 2xx
    /// (to its topmost Via) that an I-CSCF proxies statelessly.
    virtual void send_stateless(sip::Message message, std::string next_hop) = 0;
};

}  // namespace wims::sofia
