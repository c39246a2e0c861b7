// SPDX-License-Identifier: Apache-2.0
#include "registry/store/registrations.hpp"

#include <utility>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::registry {
namespace {

constexpr std::size_t most_in_a_sweep = 1000;

Error not_found(std::string text) { return {ErrorKind::not_found, std::move(text), 404}; }
Error refused(int status, std::string text) { return {ErrorKind::auth, std::move(text), status}; }
Error malformed(std::string text) { return {ErrorKind::protocol, std::move(text), 400}; }

}  // namespace

Registrations::Registrations(std::vector<Block> blocks, const Limits& limits) : limits_(limits) {
    for (auto& block : blocks) blocks_.emplace(block.wimpu(), std::move(block));
}

Block* Registrations::block_of(const std::string& wimpu) {
    auto it = blocks_.find(wimpu);
    if (it == blocks_.end())
        if (const auto other_spelling = identity::Wildcard::parse(wimpu)) it = blocks_.find(other_spelling->text());
    return it == blocks_.end() ? nullptr : &it->second;
}

void Registrations::count(const Entry& entry, int sign) {
    const auto one = static_cast<std::size_t>(sign);  // wraps: -1 takes one away
    (entry.registered() ? size_.entries : size_.released) += one;
    size_.contacts += one * entry.contacts();
}

template <class Change>
auto Registrations::change(Entry& entry, Change&& what) {
    count(entry, -1);
    auto result = what();
    count(entry, +1);
    entry.set_version(++version_);
    wheel_.put(entry);
    return result;
}

void Registrations::erase(Entry& entry) {
    count(entry, -1);
    if (entry.allocated_by() == w6::AllocatedBy::epcscf) entry.block().free(entry.impu());
    entries_.remove(entry);
}

bool Registrations::settle(Entry& entry, TimePoint now) {
    if (entry.due() > now) return true;
    // Nothing to keep: whoever reads the entry later finds that it has expired.
    expired_ += change(entry, [&] { return entry.expire(now, limits_.quarantine); });
    if (!entry.over(now)) return true;
    erase(entry);
    return false;
}

Entry* Registrations::known(const std::string& identity, TimePoint now) {
    Entry* entry = entries_.find(identity);
    return entry != nullptr && settle(*entry, now) ? entry : nullptr;
}

Result<Entry*> Registrations::find(const std::string& any_identity, TimePoint now) {
    const auto identity = identity::canonical(any_identity);
    if (!identity) return identity.error();
    Entry* entry = known(*identity, now);
    if (entry == nullptr) return not_found("no such user");
    return entry;
}

Result<Entry*> Registrations::find_registered(const std::string& any_identity, TimePoint now) {
    auto entry = find(any_identity, now);
    if (entry && !(*entry)->registered()) return not_found("the user is not registered");
    return entry;
}

Result<Entry*> Registrations::find_to_write(const std::string& any_identity, const std::string& wimpu, TimePoint now) {
    auto entry = find_registered(any_identity, now);
    if (entry && !wimpu.empty() && block_of(wimpu) != &(*entry)->block())
        return refused(403, "the user belongs to another block");
    return entry;
}

Result<w6::BlockLease> Registrations::claim_block(const w6::ClaimBlock& request) {
    Block* block = block_of(request.wimpu);
    if (block == nullptr) return not_found("no such block");
    if (request.owner.empty()) return malformed("a block's owner must have a name");
    return w6::BlockLease{block->wimpu(), give(*block, request.owner)};
}

Result<w6::BlockLease> Registrations::reassign_block(const ReassignBlock& request) {
    Block* block = block_of(request.wimpu);
    if (block == nullptr) return not_found("no such block");
    if (request.owner.empty()) return malformed("a block's owner must have a name");
    if (block->epoch() != request.epoch) return refused(409, "the epoch of the block is old");
    return w6::BlockLease{block->wimpu(), give(*block, request.owner)};
}

std::uint64_t Registrations::give(Block& block, const std::string& owner) {
    const auto before = block.epoch();
    const auto epoch = block.claim(owner);
    if (epoch != before) keeper_->keep(block);
    return epoch;
}

Result<std::string> Registrations::impu_for(const w6::RegisterContact& request, const std::string& identity,
                                            Block& block) const {
    if (request.allocated_by == w6::AllocatedBy::third_party) {
        if (!block.wildcard().matches(identity)) return refused(403, "the IMPU lies outside the block");
        return identity;
    }
    if (!identity::in_any_domain(identity::host_of(identity), block.domains()))
        return refused(403, "the identity's domain has no users in this block");
    auto impu = block.allocate([this](const std::string& candidate) { return entries_.find(candidate) != nullptr; });
    if (!impu) return Error{ErrorKind::limit, "no free IMPU in the block", 503};
    return std::move(*impu);
}

/// The user's entry in this block, made now if the user is new.
Result<Entry*> Registrations::admit(const w6::RegisterContact& request, const std::string& identity, Block& block,
                                    TimePoint now) {
    if (Entry* entry = known(identity, now); entry != nullptr) {
        if (entry->allocated_by() != request.allocated_by || entry->external_identity() != identity)
            return refused(403, "the IMPU stands for another user");
        if (&entry->block() != &block) return refused(403, "the user belongs to another block");
        return entry;
    }
    auto impu = impu_for(request, identity, block);
    if (!impu) return impu.error();
    if (request.allocated_by == w6::AllocatedBy::epcscf) keeper_->keep(block);
    auto& entry = entries_.add(std::make_unique<Entry>(block, std::move(*impu), identity, request.allocated_by));
    count(entry, +1);  // until its contact is stored
    return &entry;
}

Result<w6::Registered> Registrations::register_contact(const w6::RegisterContact& request, TimePoint now) {
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
    const auto outcome = change(
        **entry, [&] { return (*entry)->put(request.contact, request.request_id, now, limits_.contacts_per_entry); });
    if (!outcome) return outcome.error();
    keeper_->keep(**entry);
    return w6::Registered{*outcome, (*entry)->registration(now)};
}

Result<w6::Removed> Registrations::remove_contacts(const w6::RemoveContacts& request, TimePoint now) {
    const auto found = find_to_write(request.identity, request.wimpu, now);
    if (!found) return found.error();
    Entry& entry = **found;
    if (!entry.block().current(request.epoch)) return refused(409, "the epoch of the block is old");
    if (request.version != 0 && request.version != entry.version())
        return refused(412, "the entry has changed since it was read");
    const auto removed = change(entry, [&] { return entry.remove(request, now, limits_.quarantine); });
    if (!removed) return removed.error();
    keeper_->keep(entry);
    w6::Removed answer{!entry.registered(), entry.live_contacts(now)};
    settle(entry, now);
    return answer;
}

Result<w6::Registration> Registrations::fetch(const w6::Fetch& request, TimePoint now) {
    const auto entry = find_registered(request.identity, now);
    if (!entry) return entry.error();
    return (*entry)->registration(now);
}

Result<w6::FlowMarked> Registrations::flow_down(const w6::FlowDown& request, TimePoint now) {
    const auto entry = find_to_write(request.identity, request.wimpu, now);
    if (!entry) return entry.error();
    if (change(**entry, [&] { return (*entry)->flow_down(request.flow); }) > 0) keeper_->keep(**entry);
    return w6::FlowMarked{};
}

const Block* Registrations::block_for(const std::string& identity) const {
    const Block* best = nullptr;
    for (const auto& [wimpu, block] : blocks_) {
        if (block.wildcard().matches(identity)) return &block;
        if (!identity::in_any_domain(identity::host_of(identity), block.domains())) continue;
        const auto rank = [](const Block& b) { return std::pair(!b.owner().empty(), b.room()); };
        if (best == nullptr || rank(block) > rank(*best)) best = &block;
    }
    return best;
}

Result<w6::Located> Registrations::locate(const w6::Locate& request, TimePoint now) {
    const auto identity = identity::canonical(request.identity);
    if (!identity) return identity.error();
    const Entry* entry = known(*identity, now);
    const Block* block = entry != nullptr ? &entry->block() : block_for(*identity);
    if (block == nullptr) return not_found("no block serves the identity's domain");
    if (block->owner().empty()) return Error{ErrorKind::limit, "no P-CSCF instance serves the block", 503};
    return w6::Located{block->wimpu(), block->owner(), block->epoch(), entry != nullptr && entry->registered()};
}

Result<Store::UserRemoved> Registrations::remove_user(const TrailId& trail, const std::string& identity,
                                                      TimePoint now) {
    const auto found = find_registered(identity, now);
    if (!found) return found.error();
    Entry& entry = **found;
    Store::UserRemoved removed{entry.block().owner(),
                               {trail, entry.impu(), entry.external_identity(), entry.block().wimpu(),
                                entry.live_contacts(now), w6::ChangeReason::administrator}};
    w6::RemoveContacts all;
    all.all = true;
    if (const auto gone = change(entry, [&] { return entry.remove(all, now, limits_.quarantine); }); !gone)
        return gone.error();
    keeper_->keep(entry);
    settle(entry, now);
    return removed;
}

Result<Store::PurgePart> Registrations::purge_node(const std::string& node, std::size_t part, TimePoint now) {
    if (node.empty()) return malformed("a node must have a name");
    if (part >= NameIndex::parts) return malformed("no such part");
    Store::PurgePart answer{0, (part + 1) % NameIndex::parts};
    for (auto* entry : entries_.part(part)) {
        if (!settle(*entry, now) || !entry->reached_by(node)) continue;
        answer.contacts += change(*entry, [&] { return entry->purge(node, now, limits_.quarantine); });
        keeper_->keep(*entry);
        settle(*entry, now);
    }
    return answer;
}

Result<w7::Status> Registrations::status(const w7::StatusQuery& query, TimePoint now) {
    const auto entry = find(query.identity, now);
    if (!entry) return entry.error();
    return w7::Status{(*entry)->registered(), (*entry)->impu(), (*entry)->block().wimpu()};
}

std::unique_ptr<Entry> Registrations::restore(std::unique_ptr<Entry> entry) {
    std::unique_ptr<Entry> older;
    if (Entry* other = entries_.find(entry->external_identity()); other != nullptr) {
        if (other->version() > entry->version()) return entry;
        count(*other, -1);
        older = entries_.remove(*other);
        older->unlink();
    }
    Entry& restored = entries_.add(std::move(entry));
    count(restored, +1);
    wheel_.put(restored);
    return older;
}

Store::Swept Registrations::sweep(TimePoint now) {
    const bool all = wheel_.turn(now, most_in_a_sweep, [&](Entry& entry) { settle(entry, now); });
    return {std::exchange(expired_, 0), !all};
}

}  // namespace wims::registry
