// SPDX-License-Identifier: Apache-2.0
// An entry as it lies in the journal.
#include <bit>

#include "registry/model/entry.hpp"
#include "registry/model/octets.hpp"

namespace wims::registry {
namespace {

void write(OctetWriter& out, const w6::Contact& contact) {
    for (const auto* text : {&contact.uri, &contact.instance_id, &contact.key, &contact.flow.instance,
                             &contact.flow.token, &contact.call_id, &contact.user_agent})
        out.text(*text);
    out.number(contact.reg_id);
    out.number(contact.cseq);
    out.number(std::bit_cast<std::uint32_t>(contact.q));
    out.number(static_cast<std::uint8_t>(contact.flow.live));
}

w6::Contact read_contact(OctetReader& in) {
    w6::Contact contact;
    for (auto* text : {&contact.uri, &contact.instance_id, &contact.key, &contact.flow.instance, &contact.flow.token,
                       &contact.call_id, &contact.user_agent})
        *text = in.text();
    contact.reg_id = in.number<std::uint32_t>();
    contact.cseq = in.number<std::uint32_t>();
    contact.q = std::bit_cast<float>(in.number<std::uint32_t>());
    contact.flow.live = in.number<std::uint8_t>() != 0;
    return contact;
}

std::int64_t count_of(TimePoint time) { return time.time_since_epoch().count(); }
// Thirty-six years on anybody's steady clock.
constexpr Duration longest{std::int64_t{1} << 60};

/// False: not a time that anybody wrote.
bool read_time(OctetReader& in, TimePoint& time) {
    time = TimePoint(Duration(in.number<std::int64_t>()));
    return time == TimePoint::max() || (time.time_since_epoch() < longest && time.time_since_epoch() > -longest);
}

Error damaged() { return {ErrorKind::protocol, "an entry that cannot be read", 0}; }

}  // namespace

void Entry::write(OctetWriter& out) const {
    out.text(impu_);
    out.text(external_identity_);
    out.text(block_->wimpu());
    out.number(static_cast<std::uint8_t>(allocated_by_));
    out.number(version_);
    out.number(count_of(quarantined_until_));
    out.number(static_cast<std::uint32_t>(bindings_.size()));
    for (const auto& binding : bindings_) {
        registry::write(out, binding.contact);
        out.number(count_of(binding.until));
        out.number(binding.request_id);
        out.number(static_cast<std::uint8_t>(binding.outcome));
    }
}

Result<std::unique_ptr<Entry>> Entry::read(OctetReader& in, const std::function<Block*(std::string_view)>& block_of) {
    const std::string impu(in.text()), external(in.text());
    const auto wimpu = in.text();
    const auto allocated_by = in.number<std::uint8_t>();
    if (!in.good() || impu.empty() || external.empty() || allocated_by > 1) return damaged();
    Block* block = block_of(wimpu);
    if (block == nullptr)
        return Error{ErrorKind::usage, impu + " is of block " + std::string(wimpu) + ", which is not configured", 0};
    auto entry = std::make_unique<Entry>(*block, impu, external, static_cast<w6::AllocatedBy>(allocated_by));
    entry->version_ = in.number<std::uint64_t>();
    if (!read_time(in, entry->quarantined_until_)) return damaged();
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.good(); --left) {
        Binding binding;
        binding.contact = read_contact(in);
        if (!read_time(in, binding.until)) return damaged();
        binding.request_id = in.number<std::uint64_t>();
        const auto outcome = in.number<std::uint8_t>();
        if (outcome > static_cast<std::uint8_t>(w6::RegisterOutcome::refreshed)) return damaged();
        binding.outcome = static_cast<w6::RegisterOutcome>(outcome);
        binding.contact.expires = {};
        entry->bindings_.push_back(std::move(binding));
    }
    if (!in.good()) return damaged();
    entry->note_due();
    return entry;
}

void Entry::shift(Duration by) noexcept {
    for (auto& binding : bindings_)
        if (binding.until != TimePoint::max()) binding.until += by;
    if (quarantined_until_ != TimePoint::max()) quarantined_until_ += by;
    note_due();
}

}  // namespace wims::registry
