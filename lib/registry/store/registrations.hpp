// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "registry/store/expiry_wheel.hpp"
#include "registry/store/keeper.hpp"
#include "registry/store/name_index.hpp"
#include "registry/store/store.hpp"

namespace wims::registry {

struct Limits {
    std::size_t contacts_per_entry = 10;
    Duration quarantine{};  ///< Duration::max(): for ever
};

/// All entries and blocks in memory, and what each operation of a Store does to them. What changes goes to the keeper, whom
/// the caller has asked before and whom it waits for afterwards.
class Registrations {
public:
    Registrations(std::vector<Block> blocks, const Limits& limits);
    /// From now on; nobody before.
    void keep_with(Keeper& keeper) noexcept { keeper_ = &keeper; }

    Result<w6::BlockLease> claim_block(const w6::ClaimBlock& request);
    Result<w6::BlockLease> reassign_block(const ReassignBlock& request);
    Result<w6::Registered> register_contact(const w6::RegisterContact& request, TimePoint now);
    Result<w6::Removed> remove_contacts(const w6::RemoveContacts& request, TimePoint now);
    Result<w6::FlowMarked> flow_down(const w6::FlowDown& request, TimePoint now);
    Result<Store::UserRemoved> remove_user(const TrailId& trail, const std::string& identity, TimePoint now);
    Result<Store::PurgePart> purge_node(const std::string& node, std::size_t part, TimePoint now);
    Result<w6::Registration> fetch(const w6::Fetch& request, TimePoint now);
    Result<w6::Located> locate(const w6::Locate& request, TimePoint now);
    Result<w7::Status> status(const w7::StatusQuery& query, TimePoint now);
    Store::Swept sweep(TimePoint now);
    WimpuRegistrar::Health health() const { return size_; }

    // ---- for a keeper

    Block* block_of(const std::string& wimpu);
    const std::map<std::string, Block>& blocks() const noexcept { return blocks_; }
    std::vector<Entry*> entries(std::size_t part) const { return entries_.part(part); }
    /// Takes in an entry of an earlier process. Of two with a name in common the older one comes back.
    std::unique_ptr<Entry> restore(std::unique_ptr<Entry> entry);
    bool in_use(const std::string& impu) const noexcept { return entries_.find(impu) != nullptr; }
    std::uint64_t version() const noexcept { return version_; }
    /// No version up to this one is given again (W6-03).
    void versions_after(std::uint64_t version) noexcept { version_ = std::max(version_, version); }

private:
    std::uint64_t give(Block& block, const std::string& owner);
    /// Where a new user of this identity would live; null: nowhere.
    const Block* block_for(const std::string& identity) const;
    /// By IMPU or external identity, canonical, registered or released; null: nobody.
    Entry* known(const std::string& identity, TimePoint now);
    /// In any spelling.
    Result<Entry*> find(const std::string& any_identity, TimePoint now);
    Result<Entry*> find_registered(const std::string& any_identity, TimePoint now);
    /// The registered entry that a write means; `wimpu` empty: in any block.
    Result<Entry*> find_to_write(const std::string& any_identity, const std::string& wimpu, TimePoint now);
    Result<Entry*> admit(const w6::RegisterContact& request, const std::string& identity, Block& block, TimePoint now);
    Result<std::string> impu_for(const w6::RegisterContact& request, const std::string& identity, Block& block) const;
    /// Lets a change happen to an entry and keeps the counts and the wheel right.
    template <class Change>
    auto change(Entry& entry, Change&& what);
    void count(const Entry& entry, int sign);
    void erase(Entry& entry);
    /// Drops what of the entry has expired; the entry may be gone afterwards (false).
    bool settle(Entry& entry, TimePoint now);

    NoKeeper nobody_;
    Keeper* keeper_ = &nobody_;
    const Limits limits_;
    std::map<std::string, Block> blocks_;
    NameIndex entries_;
    ExpiryWheel wheel_;
    WimpuRegistrar::Health size_;
    std::uint64_t version_ = 0;  ///< the last one given to an entry
    std::size_t expired_ = 0;
};

}  // namespace wims::registry
