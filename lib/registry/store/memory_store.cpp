// SPDX-License-Identifier: Apache-2.0
#include "registry/store/memory_store.hpp"

#include <utility>

namespace wims::registry {

MemoryStore::MemoryStore(std::unique_ptr<Registrations> registrations, std::unique_ptr<Keeper> keeper)
    : registrations_(std::move(registrations)), keeper_(keeper ? std::move(keeper) : std::make_unique<NoKeeper>()) {
    registrations_->keep_with(*keeper_);
}

template <class T, class Step>
void MemoryStore::write(TimePoint now, Reply<T> reply, Step step) {
    if (const auto good = keeper_->writable(now); !good) return reply(good.error());
    Result<T> result = step();
    if (!keeper_->waiting()) return reply(std::move(result));
    keeper_->when_safe([reply = std::move(reply), result = std::move(result)](const Result<void>& kept) mutable {
        reply(kept ? std::move(result) : Result<T>(kept.error()));
    });
}

void MemoryStore::claim_block(const w6::ClaimBlock& request, TimePoint now, Reply<w6::BlockLease> reply) {
    write(now, std::move(reply), [&] { return registrations_->claim_block(request); });
}

void MemoryStore::reassign_block(const ReassignBlock& request, TimePoint now, Reply<w6::BlockLease> reply) {
    write(now, std::move(reply), [&] { return registrations_->reassign_block(request); });
}

void MemoryStore::register_contact(const w6::RegisterContact& request, TimePoint now, Reply<w6::Registered> reply) {
    write(now, std::move(reply), [&] { return registrations_->register_contact(request, now); });
}

void MemoryStore::remove_contacts(const w6::RemoveContacts& request, TimePoint now, Reply<w6::Removed> reply) {
    write(now, std::move(reply), [&] { return registrations_->remove_contacts(request, now); });
}

void MemoryStore::flow_down(const w6::FlowDown& request, TimePoint now, Reply<w6::FlowMarked> reply) {
    write(now, std::move(reply), [&] { return registrations_->flow_down(request, now); });
}

void MemoryStore::remove_user(const TrailId& trail, const std::string& identity, TimePoint now,
                              Reply<UserRemoved> reply) {
    write(now, std::move(reply), [&] { return registrations_->remove_user(trail, identity, now); });
}

void MemoryStore::purge_node(const std::string& node, std::size_t part, TimePoint now, Reply<PurgePart> reply) {
    write(now, std::move(reply), [&] { return registrations_->purge_node(node, part, now); });
}

void MemoryStore::fetch(const w6::Fetch& request, TimePoint now, Reply<w6::Registration> reply) {
    reply(registrations_->fetch(request, now));
}

void MemoryStore::locate(const w6::Locate& request, TimePoint now, Reply<w6::Located> reply) {
    reply(registrations_->locate(request, now));
}

void MemoryStore::status(const w7::StatusQuery& query, TimePoint now, Reply<w7::Status> reply) {
    reply(registrations_->status(query, now));
}

Store::Swept MemoryStore::sweep(TimePoint now) { return registrations_->sweep(now); }

void MemoryStore::on_progress(std::function<void()> wake) { keeper_->on_progress(std::move(wake)); }

void MemoryStore::progress(TimePoint now) { keeper_->progress(now); }

WimpuRegistrar::Health MemoryStore::health() const {
    auto health = registrations_->health();
    keeper_->tell(health);
    return health;
}

}  // namespace wims::registry
