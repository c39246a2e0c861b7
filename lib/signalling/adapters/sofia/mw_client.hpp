// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "signalling/adapters/sofia/mw_wire.hpp"

namespace wims::sofia {

/// A client transaction of nta, with the CANCEL held back until a provisional response: nta's own delay stops the
/// process when the peer answers the CANCEL early (K2).
class MwClient : public std::enable_shared_from_this<MwClient> {
public:
    MwClient(std::shared_ptr<MwWire> wire, sip::Message request, sip::ResponseHandler handler);
    ~MwClient();
    /// Runs once: when the transaction is over and nobody listens any more.
    void when_finished(Task finished) { finished_ = std::move(finished); }

    sip::ClientTransactionPtr handle();
    /// False when nta does not take it; then a local response is on its way.
    bool start(const std::string& next_hop);
    const std::string& branch() const noexcept { return branch_; }

    void receive(nta_outgoing_t* orq, const sip_t* sip);
    /// A response that nta no longer knows: a further 2xx to INVITE. False when it is none of this transaction.
    bool receive_stray(const sip::Message& response);
    void cancel(std::string reason);
    void abandon();
    void detach();  ///< the agent goes away

    static int on_response(MwClient* self, nta_outgoing_t* orq, const sip_t* sip);

    /// Ends it with a final response of our own.
    void fail(int status);

private:
    void receive_message(sip::Message response);
    void send_cancel();
    void deliver(sip::Message response, bool local);
    void complete();
    void finish_if_over();

    const std::shared_ptr<MwWire> wire_;
    const sip::Message request_;
    sip::ResponseHandler handler_;
    Task finished_;
    nta_outgoing_t* orq_ = nullptr;
    std::string branch_;
    bool provisional_ = false, over_ = false, listened_ = true;
    bool cancel_wanted_ = false, cancel_sent_ = false;
    std::string cancel_reason_;
    Timer end_;  // the wait for a cancelled INVITE's response
};

}  // namespace wims::sofia
