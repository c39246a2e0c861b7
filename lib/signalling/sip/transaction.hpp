// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "signalling/sip/message.hpp"

/// What a transaction user (a role) sees of SIP transactions, whichever leg they run on. Two layers implement it:
/// `sip/reliable_transactions` for one W2 flow and `adapters/sofia` for Mw. Everything happens on the role's executor;
/// no callback runs inside a call of the role.
namespace wims::sip {

/// A request that came in and waits for its final response. ACK for a 2xx comes as a ServerTransaction that takes none.
/// Dropping the last reference to an unanswered one sends 500.
class ServerTransaction {
public:
    virtual ~ServerTransaction() = default;
    virtual const Message& request() const = 0;
    /// Any number of provisional responses, then one final; more is ignored. Via, From, To, Call-ID and CSeq of the
    /// request are put in if the response lacks them; a To tag is added to all but 100 when the role gave none.
    virtual void respond(Message response) = 0;
    /// As respond, for a proxy: a 2xx to INVITE goes out once, because its maker repeats it until the ACK.
    virtual void relay(Message response) { respond(std::move(response)); }
    virtual bool answered() const = 0;  ///< a final response was given
    /// Runs when CANCEL came (its 200 is already sent) and no final response was given; the role then answers 487. Also
    /// runs when the peer can no longer be reached: its flow is gone, or its ACK never came.
    using CancelHandler = std::function<void()>;
    virtual void on_cancel(CancelHandler handler) = 0;
};
using ServerTransactionPtr = std::shared_ptr<ServerTransaction>;

/// A request that went out. Dropping it only stops the callbacks: the transaction itself ends by its own rules.
class ClientTransaction {
public:
    virtual ~ClientTransaction() = default;
    /// INVITE only. CANCEL goes out as soon as a provisional response allows it; the 487 comes as a response. [RFC 3261 9.1]
    virtual void cancel(std::string reason = {}) = 0;
};
using ClientTransactionPtr = std::unique_ptr<ClientTransaction>;

/// Provisional responses, then one final; for an INVITE also each further 2xx (fork or retransmission: ACK it again).
/// `local` responses (408 timer B or F, 503 transport) were never on the wire.
using ResponseHandler = std::function<void(const Message& response, bool local)>;

class TransactionLayer {
public:
    virtual ~TransactionLayer() = default;

    /// Puts a Via of its own on top. On Mw the message goes to `next_hop` (a SIP URI) if given, else to its first
    /// Route, else to its Request-URI; on W2 always to the flow.
    virtual ClientTransactionPtr request(Message request, ResponseHandler on_response, std::string next_hop = {}) = 0;

    /// ACK for a 2xx: a message of its own, outside any transaction; Via added.
    virtual void acknowledge(Message ack, std::string next_hop = {}) = 0;

    /// Requests (not CANCEL, not ACK of a failure) come here. Set once, before traffic.
    using RequestHandler = std::function<void(ServerTransactionPtr)>;
    virtual void on_request(RequestHandler handler) = 0;
};

}  // namespace wims::sip
