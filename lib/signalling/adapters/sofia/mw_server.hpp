// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "signalling/adapters/sofia/mw_wire.hpp"

namespace wims::sofia {

/// A server transaction of nta and, after a 2xx to INVITE, its repetition until the ACK, which RFC 3261 13.3.1.4 asks
/// of the core and which is the same for every role: T1 doubling to T2, for 64*T1, on any transport.
class MwServer : public std::enable_shared_from_this<MwServer> {
public:
    /// `irq` becomes ours.
    MwServer(std::shared_ptr<MwWire> wire, nta_incoming_t* irq, sip::Message request);
    ~MwServer();
    /// Runs once, when no more messages are needed.
    void when_finished(Task finished) { finished_ = std::move(finished); }

    sip::ServerTransactionPtr handle();
    static sip::ServerTransactionPtr acknowledgement(sip::Message ack);

    const sip::Message& request() const noexcept { return request_; }
    bool answered() const noexcept { return status_ >= 200; }
    /// True when the ACK of our 2xx to INVITE would have this To tag.
    bool accepted_as(std::string_view to_tag) const noexcept { return answered() && success_.to_tag() == to_tag; }
    /// Call-ID, From tag and CSeq number: what an ACK for a 2xx shares with its INVITE, and with each fork of it.
    static std::string dialog_key(const sip::Message& request);

    void try_invite();  ///< sends 100
    void respond(sip::Message response);
    void relay(sip::Message response);  ///< a 2xx to INVITE is kept for a repeated INVITE, but not repeated by itself
    void acknowledged();                ///< ACK for the 2xx came
    /// The INVITE came again, on another nta transaction, which gets the 2xx too.
    void repeat(nta_incoming_t* irq);
    void cancelled();
    void lost();  ///< peer or transport unreachable
    void on_cancel(sip::ServerTransaction::CancelHandler handler);
    void abandon();  ///< the role dropped its handle
    void detach();   ///< the agent goes away

    static int on_ack_or_cancel(MwServer* self, nta_incoming_t* irq, const sip_t* sip);

private:
    bool send(sip::Message response);
    bool reply(nta_incoming_t* irq, const sip::Message& response) const;
    void run_cancel_handler(bool when_answered);
    void repeat_success(Duration interval);
    void release_irq();
    void finish();

    const std::shared_ptr<MwWire> wire_;
    nta_incoming_t* irq_;
    tport_t* transport_;  // referenced; repetitions leave on the connection that the INVITE came on
    const sip::Message request_;
    const std::string tag_;
    Task finished_;
    int status_ = 0;
    sip::Message success_;  // the 2xx to INVITE
    bool cancelled_ = false;
    sip::ServerTransaction::CancelHandler cancel_handler_;
    Timer repetition_, end_;
};

}  // namespace wims::sofia
