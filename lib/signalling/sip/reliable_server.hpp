// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "signalling/sip/reliable_wire.hpp"

namespace wims::sip {

/// One INVITE or non-INVITE server transaction without retransmission. [RFC 3261 17.2, RFC 6026 7.1]
class ReliableServer : public std::enable_shared_from_this<ReliableServer> {
public:
    /// `finished` runs once, when the transaction needs no more messages.
    ReliableServer(std::shared_ptr<ReliableWire> wire, Message request, Task finished);

    /// For the role; dropping it unanswered sends 500. Taken once.
    ServerTransactionPtr handle();
    /// What an ACK for a 2xx is passed up in: it takes no response.
    static ServerTransactionPtr acknowledgement(Message ack);

    const Message& request() const noexcept { return request_; }
    const std::string& tag() const noexcept { return tag_; }  ///< put on the To of responses that have none
    bool answered() const noexcept { return status_ >= 200; }
    /// True between a 300-699 final response to INVITE and its ACK.
    bool awaits_ack() const noexcept { return status_ >= 300 && !finished_ran_; }

    void try_invite();  ///< sends 100
    void respond(Message response);
    void relay(Message response) { respond(std::move(response)); }  // nothing is repeated on a reliable leg
    void repeat();                                                  ///< the request came again
    void acknowledged();                                            ///< ACK of a failure came
    void cancelled();                                               ///< CANCEL came or the flow is lost
    void on_cancel(ServerTransaction::CancelHandler handler);
    void abandon();  ///< the role dropped its handle
    void finish();

private:
    void run_cancel_handler();

    const std::shared_ptr<ReliableWire> wire_;
    const Message request_;
    const std::string tag_;
    Task finished_;
    bool finished_ran_ = false;
    int status_ = 0;
    std::string last_response_;
    bool cancelled_ = false;
    ServerTransaction::CancelHandler cancel_handler_;
    Timer end_;  // timers H and L
};

}  // namespace wims::sip
