// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "signalling/adapters/sofia/mw_client.hpp"
#include "signalling/adapters/sofia/mw_server.hpp"
#include "signalling/adapters/sofia/mw_wire.hpp"

namespace wims::sofia {

/// MwAgent by nta: one agent, one default leg that everything lands on, no dialogs of nta's.
class NtaAgent final : public MwAgent {
public:
    NtaAgent(Executor& executor, const Logger& log, Metrics& metrics, const Timing& timing);
    ~NtaAgent() override;
    /// io: cannot bind.
    Result<void> open(su_root_t* root, const Endpoint& mw);

    TransportAddress local() const override { return local_; }
    sip::ClientTransactionPtr request(sip::Message request, sip::ResponseHandler on_response,
                                      std::string next_hop) override;
    void acknowledge(sip::Message ack, std::string next_hop) override;
    void send_stateless(sip::Message message, std::string next_hop) override;
    void on_request(RequestHandler handler) override { request_handler_ = std::move(handler); }

private:
    static int on_leg_request(NtaAgent* self, nta_leg_t*, nta_incoming_t* irq, const sip_t* sip);
    static int on_stray(NtaAgent* self, nta_agent_t*, msg_t* msg, sip_t* sip);

    void receive(nta_incoming_t* irq, const sip_t* sip);
    void receive_ack(nta_incoming_t* irq, sip::Message ack);
    /// The INVITE of that dialog key and CSeq for which `is` holds; nullptr when there is none.
    template <class Predicate>
    std::shared_ptr<MwServer> find_invite(const sip::Message& message, Predicate is) const;
    void open_server(nta_incoming_t* irq, sip::Message request);
    void receive_stray(const sip_t* sip);
    void pass_up(sip::ServerTransactionPtr transaction);
    /// False: the target is a name and there is no way to anybody who could resolve it.
    bool resolve_names(std::string_view target);

    const std::shared_ptr<MwWire> wire_;
    nta_leg_t* leg_ = nullptr;
    TransportAddress local_;
    RequestHandler request_handler_;
    std::set<std::shared_ptr<MwServer>> servers_;
    // By MwServer::dialog_key. Several have the same one when a proxy forks a call to two of our users.
    std::multimap<std::string, std::shared_ptr<MwServer>> invites_;
    std::map<MwClient*, std::shared_ptr<MwClient>> clients_;
    std::map<std::string, MwClient*, std::less<>> by_branch_;
    bool dns_ = true;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace wims::sofia
