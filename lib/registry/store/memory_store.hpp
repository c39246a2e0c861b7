// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "registry/store/registrations.hpp"

namespace wims::registry {

/// Everything in this process's memory, and with a keeper that remembers, after its end too.
class MemoryStore final : public Store {
public:
    /// Without a keeper what is stored ends with the store.
    explicit MemoryStore(std::unique_ptr<Registrations> registrations, std::unique_ptr<Keeper> keeper = nullptr);

    void claim_block(const w6::ClaimBlock& request, TimePoint now, Reply<w6::BlockLease> reply) override;
    void reassign_block(const ReassignBlock& request, TimePoint now, Reply<w6::BlockLease> reply) override;
    void register_contact(const w6::RegisterContact& request, TimePoint now, Reply<w6::Registered> reply) override;
    void remove_contacts(const w6::RemoveContacts& request, TimePoint now, Reply<w6::Removed> reply) override;
    void flow_down(const w6::FlowDown& request, TimePoint now, Reply<w6::FlowMarked> reply) override;
    void remove_user(const TrailId& trail, const std::string& identity, TimePoint now,
                     Reply<UserRemoved> reply) override;
    void purge_node(const std::string& node, std::size_t part, TimePoint now, Reply<PurgePart> reply) override;
    void fetch(const w6::Fetch& request, TimePoint now, Reply<w6::Registration> reply) override;
    void locate(const w6::Locate& request, TimePoint now, Reply<w6::Located> reply) override;
    void status(const w7::StatusQuery& query, TimePoint now, Reply<w7::Status> reply) override;
    Swept sweep(TimePoint now) override;
    void on_progress(std::function<void()> wake) override;
    void progress(TimePoint now) override;
    WimpuRegistrar::Health health() const override;

private:
    /// A step that changes something: not begun unless it can be kept, not answered before it is.
    template <class T, class Step>
    void write(TimePoint now, Reply<T> reply, Step step);

    std::unique_ptr<Registrations> registrations_;
    std::unique_ptr<Keeper> keeper_;
};

}  // namespace wims::registry
