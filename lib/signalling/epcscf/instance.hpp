// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <vector>

#include <wims/iwf/link.hpp>

#include "signalling/epcscf/bindings.hpp"
#include "signalling/epcscf/block_registration.hpp"
#include "signalling/epcscf/blocks.hpp"
#include "signalling/epcscf/core_subscription.hpp"
#include "signalling/epcscf/flow.hpp"
#include "signalling/epcscf/session_table.hpp"
#include "signalling/epcscf/standalone_request.hpp"

namespace wims::epcscf {

/// One P-CSCF/IMS-ALG instance without its thread and sockets: flows, blocks and sessions, and which role a request
/// goes to. Lives on its executor's thread.
class Instance {
public:
    explicit Instance(const InstanceParts& parts);
    /// Ends every session: BYE on both legs, contexts released; answers to nothing after that.
    ~Instance();

    void attach(std::uint32_t node, iwf::Link& iwf);
    /// Its flows are down.
    void detach(std::uint32_t node);
    void start();
    void receive(iwf::Frame frame);

    std::size_t blocks_in_service() const noexcept { return blocks_.in_service(); }
    std::size_t flows() const noexcept { return flows_.size(); }
    std::size_t sessions() const noexcept { return sessions_.size(); }

private:
    void up(iwf::Up frame);
    void down(const iwf::FlowId& id);
    void on_w2_request(const FlowPtr& flow, sip::ServerTransactionPtr request);
    void on_mw_request(sip::ServerTransactionPtr request);
    bool within_dialog(const sip::ServerTransactionPtr& request, const FlowPtr& flow);
    void originate(const FlowPtr& flow, sip::ServerTransactionPtr invite);
    void terminate(sip::ServerTransactionPtr invite);
    /// 503 when the WIC has begun as much as it may.
    bool full(const FlowPtr& flow, const sip::ServerTransactionPtr& request) const;
    void pass_on(const FlowPtr& flow, sip::ServerTransactionPtr request);
    void subscribe(const FlowPtr& flow, sip::ServerTransactionPtr request);
    bool for_us(const sip::Message& options) const;
    void on_media_event(const iq::Event& event);
    FlowPtr find_flow(const iwf::FlowId& id) const;

    FlowTokens flow_tokens_;
    Outstanding outstanding_;
    SessionTable sessions_;
    Environment environment_;
    Blocks blocks_;
    std::vector<std::unique_ptr<BlockRegistration>> block_registrations_;
    std::map<std::uint32_t, iwf::Link*> iwfs_;
    std::map<iwf::FlowId, FlowPtr> flows_;
    std::vector<FlowPtr> departed_;  // closed, perhaps with a REGISTER still being served
    Bindings bindings_;
    std::map<std::string, std::shared_ptr<CoreSubscription>, std::less<>> subscriptions_;  // by either leg's id
    std::set<std::shared_ptr<CoreSubscription>> beginning_;                                // those without legs yet
    std::map<const StandaloneRequest*, std::shared_ptr<StandaloneRequest>> standalone_;
    std::shared_ptr<Instance*> alive_;  // what the gateway's events look at
};

}  // namespace wims::epcscf
