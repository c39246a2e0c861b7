// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "registry/store/store_access.hpp"
#include "registry/w6/watchers.hpp"

namespace wims::registry {

/// W6 bound in process. [S2 5.2.2.4.1]
class InProcessRegistrar final : public w6::Registrar {
public:
    explicit InProcessRegistrar(std::shared_ptr<StoreAccess> store) : store_(std::move(store)) {}

    void claim_block(const w6::ClaimBlock& request, Deadline, Completion<w6::BlockLease> done) override;
    void register_contact(const w6::RegisterContact& request, Deadline, Completion<w6::Registered> done) override;
    void remove_contacts(const w6::RemoveContacts& request, Deadline, Completion<w6::Removed> done) override;
    void fetch(const w6::Fetch& request, Deadline, Completion<w6::Registration> done) override;
    void flow_down(const w6::FlowDown& request, Deadline, Completion<w6::FlowMarked> done) override;
    void locate(const w6::Locate& request, Deadline, Completion<w6::Located> done) override;
    void watch(const std::string& owner, Executor& executor, Listener listener) override;

    /// An administrator's removal of a user; the owner of the block hears of it (W6-06).
    void remove_user(const TrailId& trail, const std::string& identity, Completion<w6::Removed> done);

    void reassign_block(const ReassignBlock& request, Completion<w6::BlockLease> done);
    void purge_node(const TrailId& trail, const std::string& node, Completion<NodePurged> done);

private:
    template <class T, class Step>
    void run(Step step, Reply<T> reply);

    std::shared_ptr<StoreAccess> store_;
    std::shared_ptr<Watchers> watchers_ = std::make_shared<Watchers>();
};

}  // namespace wims::registry
