// SPDX-License-Identifier: Apache-2.0
#include "registry/store/memory_store.hpp"

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::registry {
namespace {

Error not_found(std::string text) { return {ErrorKind::not_found, std::move(text), 404}; }
Error refused(int status, std::string text) { return {ErrorKind::auth, std::move(text), status}; }
Error malformed(std::string text) { return {ErrorKind::protocol, std::move(text), 400}; }

}  // namespace

MemoryStore::MemoryStore(std::vector<Block> blocks, std::size_t contacts_per_entry, Duration quarantine)
    : contacts_per_entry_(contacts_per_entry), quarantine_(quarantine) {
    for (auto& block : blocks) blocks_.emplace(block.wimpu(), std::move(block));
}

Block* MemoryStore::block_of(const std::string& wimpu) {
    auto it = blocks_.find(wimpu);
    if (it == blocks_.end())
        if (const auto other_spelling = identity::Wildcard::parse(wimpu)) it = blocks_.find(other_spelling->text());
    return it == blocks_.end() ? nullptr : &it->second;
}

template <class Change>
auto MemoryStore::change(Entry& entry, Change&& what) {
    const auto count = [&](int sign) {
        const auto one = static_cast<std::size_t>(sign);  // wraps: -1 takes one away
        (entry.registered() ? size_.entries : size_.released) += one;
        size_.contacts += one * entry.contacts();
    };
    due_.erase({entry.due(), entry.impu()});
    count(-1);
    auto result = what();
    count(+1);
    entry.set_version(++version_);
    due_.emplace(entry.due(), entry.impu());
    return result;
}

void MemoryStore::erase(Entry& entry) {
    due_.erase({entry.due(), entry.impu()});
    (entry.registered() ? size_.entries : size_.released) -= 1;
    size_.contacts -= entry.contacts();
    if (entry.allocated_by() == w6::AllocatedBy::epcscf) {
        by_external_.erase(entry.external_identity());
        entry.block().free(entry.impu());
    }
    const std::string impu = entry.impu();
    entries_.erase(impu);
}

bool MemoryStore::settle(Entry& entry, TimePoint now) {
    if (entry.due() > now) return true;
    expired_ += change(entry, [&] { return entry.expire(now, quarantine_); });
    if (!entry.over(now)) return true;
    erase(entry);
    return false;
}

Result<Entry*> MemoryStore::find(const std::string& any_identity, TimePoint now) {
    auto identity = identity::canonical(any_identity);
    if (!identity) return identity.error();
    const auto external = by_external_.find(*identity);
    const auto it = entries_.find(external == by_external_.end() ? *identity : external->second);
    if (it == entries_.end() || !settle(it->second, now)) return not_found("no such user");
    return &it->second;
}

Result<Entry*> MemoryStore::find_registered(const std::string& any_identity, TimePoint now) {
    auto entry = find(any_identity, now);
    if (entry && !(*entry)->registered()) return not_found("the user is not registered");
    return entry;
}

Result<Entry*> MemoryStore::find_to_write(const std::string& any_identity, const std::string& wimpu, TimePoint now) {
    auto entry = find_registered(any_identity, now);
    if (entry && !wimpu.empty() && block_of(wimpu) != &(*entry)->block())
        return refused(403, "the user belongs to another block");
    return entry;
}

Result<w6::BlockLease> MemoryStore::claim_block(const w6::ClaimBlock& request) {
    Block* block = block_of(request.wimpu);
    if (block == nullptr) return not_found("no such block");
    if (request.owner.empty()) return malformed("a block's owner must have a name");
    return w6::BlockLease{block->wimpu(), block->claim(request.owner)};
}

Result<std::string> MemoryStore::impu_for(const w6::RegisterContact& request, const std::string& identity,
                                          Block& block) const {
    if (request.allocated_by == w6::AllocatedBy::third_party) {
        if (!block.wildcard().matches(identity)) return refused(403, "the IMPU lies outside the block");
        return identity;
    }
    if (!identity::in_any_domain(identity::host_of(identity), block.domains()))
        return refused(403, "the identity's domain has no users in this block");
    auto impu = block.allocate([this](const std::string& candidate) { return entries_.contains(candidate); });
    if (!impu) return Error{ErrorKind::limit, "no free IMPU in the block", 503};
    return std::move(*impu);
}

/// The user's entry in this block, made now if the user is new.
Result<Entry*> MemoryStore::admit(const w6::RegisterContact& request, const std::string& identity, Block& block,
                                  TimePoint now) {
    if (const auto known = find(identity, now)) {
        Entry& entry = **known;
        if (entry.allocated_by() != request.allocated_by || entry.external_identity() != identity)
            return refused(403, "the IMPU stands for another user");
        if (&entry.block() != &block) return refused(403, "the user belongs to another block");
        return &entry;
    }
    auto impu = impu_for(request, identity, block);
    if (!impu) return impu.error();
    auto& entry = entries_.try_emplace(*impu, block, *impu, identity, request.allocated_by).first->second;
    if (request.allocated_by == w6::AllocatedBy::epcscf) by_external_.emplace(identity, *impu);
    due_.emplace(entry.due(), *impu);
    ++size_.released;  // until its contact is stored
    return &entry;
}

Result<w6::Registered> MemoryStore::register_contact(const w6::RegisterContact& request, TimePoint now) {
    const auto identity = identity::canonical(request.identity);
    if (!identity) return identity.error();
    Block* block = block_of(request.wimpu);
    if (block == nullptr) return not_found("no such block");
    if (!block->current(request.epoch)) return refused(409, "the epoch of the block is old");
    if (request.contact.expires <= Duration::zero()) return malformed("a contact must be registered for some time");
    if (request.contact.uri.empty()) return malformed("a contact must have a URI");

    const auto entry = admit(request, *identity, *block, now);
    if (!entry) return entry.error();
    if (const auto before = (*entry)->answered(request.contact, request.request_id))
        return w6::Registered{*before, (*entry)->registration(now)};
    const auto outcome =
        change(**entry, [&] { return (*entry)->put(request.contact, request.request_id, now, contacts_per_entry_); });
    if (!outcome) return outcome.error();
    return w6::Registered{*outcome, (*entry)->registration(now)};
}

Result<w6::Removed> MemoryStore::remove_contacts(const w6::RemoveContacts& request, TimePoint now) {
    const auto found = find_to_write(request.identity, request.wimpu, now);
    if (!found) return found.error();
    Entry& entry = **found;
    if (!entry.block().current(request.epoch)) return refused(409, "the epoch of the block is old");
    if (request.version != 0 && request.version != entry.version())
        return refused(412, "the entry has changed since it was read");
    const auto removed = change(entry, [&] { return entry.remove(request, now, quarantine_); });
    if (!removed) return removed.error();
    w6::Removed answer{!entry.registered(), entry.live_contacts(now)};
    settle(entry, now);
    return answer;
}

Result<w6::Registration> MemoryStore::fetch(const w6::Fetch& request, TimePoint now) {
    const auto entry = find_registered(request.identity, now);
    if (!entry) return entry.error();
    return (*entry)->registration(now);
}

Result<w6::FlowMarked> MemoryStore::flow_down(const w6::FlowDown& request, TimePoint now) {
    const auto entry = find_to_write(request.identity, request.wimpu, now);
    if (!entry) return entry.error();
    change(**entry, [&] { return (*entry)->flow_down(request.flow); });
    return w6::FlowMarked{};
}

const Block* MemoryStore::block_for(const std::string& identity) const {
    const Block* best = nullptr;
    for (const auto& [wimpu, block] : blocks_) {
        if (block.wildcard().matches(identity)) return &block;
        if (!identity::in_any_domain(identity::host_of(identity), block.domains())) continue;
        const auto rank = [](const Block& b) { return std::pair(!b.owner().empty(), b.room()); };
        if (best == nullptr || rank(block) > rank(*best)) best = &block;
    }
    return best;
}

Result<w6::Located> MemoryStore::locate(const w6::Locate& request, TimePoint now) {
    const auto identity = identity::canonical(request.identity);
    if (!identity) return identity.error();
    const auto entry = find(*identity, now);
    const Block* block = entry ? &(*entry)->block() : block_for(*identity);
    if (block == nullptr) return not_found("no block serves the identity's domain");
    if (block->owner().empty()) return Error{ErrorKind::limit, "no P-CSCF instance serves the block", 503};
    return w6::Located{block->wimpu(), block->owner(), block->epoch(), entry && (*entry)->registered()};
}

Result<Store::UserRemoved> MemoryStore::remove_user(const TrailId& trail, const std::string& identity, TimePoint now) {
    const auto found = find_registered(identity, now);
    if (!found) return found.error();
    Entry& entry = **found;
    UserRemoved removed{entry.block().owner(),
                        {trail, entry.impu(), entry.external_identity(), entry.block().wimpu(),
                         entry.live_contacts(now), w6::ChangeReason::administrator}};
    w6::RemoveContacts all;
    all.all = true;
    if (const auto gone = change(entry, [&] { return entry.remove(all, now, quarantine_); }); !gone)
        return gone.error();
    settle(entry, now);
    return removed;
}

Result<w7::Status> MemoryStore::status(const w7::StatusQuery& query, TimePoint now) {
    const auto entry = find(query.identity, now);
    if (!entry) return entry.error();
    return w7::Status{(*entry)->registered(), (*entry)->impu(), (*entry)->block().wimpu()};
}

std::size_t MemoryStore::expire(TimePoint now) {
    while (!due_.empty() && due_.begin()->first <= now) settle(entries_.at(due_.begin()->second), now);
    return std::exchange(expired_, 0);
}

Store::Size MemoryStore::size() const { return size_; }

}  // namespace wims::registry
