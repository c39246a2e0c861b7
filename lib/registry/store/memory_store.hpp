// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "registry/model/entry.hpp"
#include "registry/store/store.hpp"

namespace wims::registry {

/// Everything in this process's memory; gone with it.
class MemoryStore final : public Store {
public:
    MemoryStore(std::vector<Block> blocks, std::size_t contacts_per_entry, Duration quarantine);

    Result<w6::BlockLease> claim_block(const w6::ClaimBlock& request) override;
    Result<w6::Registered> register_contact(const w6::RegisterContact& request, TimePoint now) override;
    Result<w6::Removed> remove_contacts(const w6::RemoveContacts& request, TimePoint now) override;
    Result<w6::Registration> fetch(const w6::Fetch& request, TimePoint now) override;
    Result<w6::FlowMarked> flow_down(const w6::FlowDown& request, TimePoint now) override;
    Result<w6::Located> locate(const w6::Locate& request, TimePoint now) override;
    Result<UserRemoved> remove_user(const TrailId& trail, const std::string& identity, TimePoint now) override;
    Result<w7::Status> status(const w7::StatusQuery& query, TimePoint now) override;
    std::size_t expire(TimePoint now) override;
    Size size() const override;

private:
    Block* block_of(const std::string& wimpu);
    /// Where a new user of this identity would live; null: nowhere.
    const Block* block_for(const std::string& identity) const;
    /// The registered entry that a write means; `wimpu` empty: in any block.
    Result<Entry*> find_to_write(const std::string& any_identity, const std::string& wimpu, TimePoint now);
    /// By IMPU or external identity, registered or released.
    Result<Entry*> find(const std::string& any_identity, TimePoint now);
    Result<Entry*> find_registered(const std::string& any_identity, TimePoint now);
    Result<Entry*> admit(const w6::RegisterContact& request, const std::string& identity, Block& block, TimePoint now);
    Result<std::string> impu_for(const w6::RegisterContact& request, const std::string& identity, Block& block) const;
    /// Lets a change happen to an entry and keeps the counts and the expiry order right.
    template <class Change>
    auto change(Entry& entry, Change&& what);
    void erase(Entry& entry);
    /// Drops what of the entry has expired; the entry may be gone afterwards (false).
    bool settle(Entry& entry, TimePoint now);

    std::size_t contacts_per_entry_;
    Duration quarantine_;
    std::map<std::string, Block> blocks_;
    std::unordered_map<std::string, Entry> entries_;            // by IMPU
    std::unordered_map<std::string, std::string> by_external_;  // → IMPU
    std::set<std::pair<TimePoint, std::string>> due_;           // → IMPU
    Size size_;
    std::uint64_t version_ = 0;  ///< the last one given to an entry
    std::size_t expired_ = 0;
};

}  // namespace wims::registry
