// SPDX-License-Identifier: Apache-2.0
#include "registry/model/entry.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "registry/model/contact_match.hpp"

namespace wims::registry {
namespace {

constexpr std::size_t key_length = 16;

Error out_of_order() {
    return {ErrorKind::protocol, "CSeq is not higher than that of the binding with this Call-ID", 500};
}

TimePoint later(TimePoint from, Duration span) { return span == Duration::max() ? TimePoint::max() : from + span; }

}  // namespace

Entry::Entry(Block& block, std::string impu, std::string external_identity, w6::AllocatedBy allocated_by)
    : block_(&block), impu_(std::move(impu)), external_identity_(std::move(external_identity)),
      allocated_by_(allocated_by) {}

w6::Registration Entry::registration(TimePoint now) const {
    return {impu_,           external_identity_, block_->wimpu(),    block_->owner(),
            block_->epoch(), allocated_by_,      live_contacts(now), version_};
}

std::vector<w6::Contact> Entry::live_contacts(TimePoint now) const {
    std::vector<w6::Contact> contacts;
    for (const auto& binding : bindings_) {
        if (binding.until <= now) continue;
        contacts.push_back(binding.contact);
        contacts.back().expires = binding.until - now;
    }
    return contacts;
}

Entry::Bindings::iterator Entry::matching(const w6::Contact& contact) {
    return std::find_if(bindings_.begin(), bindings_.end(),
                        [&](const Binding& binding) { return same_contact(binding.contact, contact); });
}

bool Entry::make_room(std::size_t limit) {
    if (bindings_.size() < limit) return true;
    const auto dead = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                   [](const Binding& binding) { return !binding.contact.flow.live; });
    if (dead == bindings_.rend()) return false;
    bindings_.erase(std::next(dead).base());
    return true;
}

std::optional<w6::RegisterOutcome> Entry::answered(const w6::Contact& contact, std::uint64_t request_id) const {
    if (request_id == 0) return std::nullopt;
    for (const auto& binding : bindings_)
        if (binding.request_id == request_id && same_contact(binding.contact, contact)) return binding.outcome;
    return std::nullopt;
}

Result<w6::RegisterOutcome> Entry::put(const w6::Contact& contact, std::uint64_t request_id, TimePoint now,
                                       std::size_t limit) {
    auto outcome = registered() ? w6::RegisterOutcome::contact_added : w6::RegisterOutcome::created;
    Binding binding{contact, now + contact.expires, request_id, outcome};
    binding.contact.flow.live = true;
    if (const auto old = matching(contact); old != bindings_.end()) {
        if (!in_order(old->contact, contact)) return out_of_order();
        outcome = w6::RegisterOutcome::refreshed;
        binding.contact.key = old->contact.key;
        bindings_.erase(old);
    } else {
        if (!make_room(limit)) return Error{ErrorKind::auth, "the user has as many contacts as are allowed", 403};
        binding.contact.key = random_token(key_length);
    }
    binding.outcome = outcome;
    bindings_.insert(bindings_.begin(), std::move(binding));
    note_due();
    return outcome;
}

Result<void> Entry::remove(const w6::RemoveContacts& request, TimePoint now, Duration quarantine) {
    const auto goes = [&](const Binding& binding) {
        return request.all || same_contact(binding.contact, request.contact);
    };
    for (const auto& binding : bindings_)
        if (goes(binding) && !in_order(binding.contact, request.contact)) return out_of_order();
    const bool was_registered = registered();
    std::erase_if(bindings_, goes);
    if (was_registered && !registered()) quarantined_until_ = later(now, quarantine);
    note_due();
    return {};
}

bool Entry::reached_by(const std::string& node) const {
    return std::any_of(bindings_.begin(), bindings_.end(),
                       [&](const Binding& binding) { return binding.contact.flow.instance == node; });
}

std::size_t Entry::purge(const std::string& node, TimePoint now, Duration quarantine) {
    const auto gone =
        std::erase_if(bindings_, [&](const Binding& binding) { return binding.contact.flow.instance == node; });
    if (gone > 0 && !registered()) quarantined_until_ = later(now, quarantine);
    note_due();
    return gone;
}

std::size_t Entry::flow_down(const w6::Flow& flow) {
    std::size_t marked = 0;
    for (auto& binding : bindings_) {
        auto& contact = binding.contact;
        if (contact.flow.instance != flow.instance || contact.flow.token != flow.token || !contact.flow.live) continue;
        contact.flow.live = false;
        ++marked;
    }
    return marked;
}

std::size_t Entry::expire(TimePoint now, Duration quarantine) {
    TimePoint last{};
    for (const auto& binding : bindings_) last = std::max(last, binding.until);
    const auto gone = std::erase_if(bindings_, [&](const Binding& binding) { return binding.until <= now; });
    // The user left when its last contact ended, not when somebody looked.
    if (gone > 0 && !registered()) quarantined_until_ = later(last, quarantine);
    note_due();
    return gone;
}

void Entry::note_due() noexcept {
    due_ = registered() ? TimePoint::max() : quarantined_until_;
    for (const auto& binding : bindings_) due_ = std::min(due_, binding.until);
}

}  // namespace wims::registry
