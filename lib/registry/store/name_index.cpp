// SPDX-License-Identifier: Apache-2.0
#include "registry/store/name_index.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "registry/store/sip_hash.hpp"

namespace wims::registry {
namespace {

constexpr std::size_t first_slots = 8;

constexpr std::uint64_t as_external(std::uint64_t hash) { return hash & ~std::uint64_t{1}; }
constexpr std::uint64_t as_impu(std::uint64_t hash) { return hash | 1; }
constexpr bool is_impu(std::uint64_t hash) { return (hash & 1) != 0; }

/// Where a table of this many slots looks first.
std::size_t home(std::uint64_t hash, std::size_t slots) { return (hash >> 1) & (slots - 1); }

}  // namespace

NameIndex::NameIndex() : key_{random_u64(), random_u64()} {}

NameIndex::~NameIndex() {
    for (std::size_t i = 0; i < parts; ++i)
        for (auto* entry : part(i)) delete entry;
}

std::uint64_t NameIndex::hash(std::string_view name) const noexcept { return sip_hash(key_, name); }

Entry* NameIndex::find(std::string_view name) const noexcept {
    const auto wanted = hash(name);
    const auto& slots = table(wanted).slots;
    if (slots.empty()) return nullptr;
    for (std::size_t i = home(wanted, slots.size());; i = (i + 1) & (slots.size() - 1)) {
        const Slot& slot = slots[i];
        if (slot.entry == nullptr) return nullptr;
        if (as_external(slot.hash) != as_external(wanted)) continue;
        const auto& found = is_impu(slot.hash) ? slot.entry->impu() : slot.entry->external_identity();
        if (found == name) return slot.entry;
    }
}

void NameIndex::place(Table& table, Slot slot) {
    auto& slots = table.slots;
    auto i = home(slot.hash, slots.size());
    while (slots[i].entry != nullptr) i = (i + 1) & (slots.size() - 1);
    slots[i] = slot;
}

void NameIndex::insert(Slot slot) {
    auto& to = table(slot.hash);
    if ((to.used + 1) * 4 > to.slots.size() * 3) {
        std::vector<Slot> old(std::max(first_slots, to.slots.size() * 2));
        old.swap(to.slots);
        for (const auto& one : old)
            if (one.entry != nullptr) place(to, one);
    }
    place(to, slot);
    ++to.used;
}

void NameIndex::erase(std::uint64_t hash, const Entry& entry) {
    auto& from = table(hash);
    auto& slots = from.slots;
    const auto mask = slots.size() - 1;
    auto hole = home(hash, slots.size());
    while (slots[hole].entry != &entry || slots[hole].hash != hash) hole = (hole + 1) & mask;
    // What stands behind moves up, unless it would stand before its home.
    for (auto i = (hole + 1) & mask; slots[i].entry != nullptr; i = (i + 1) & mask) {
        const auto from_home = (i - home(slots[i].hash, slots.size())) & mask;
        if (from_home < ((i - hole) & mask)) continue;
        slots[hole] = slots[i];
        hole = i;
    }
    slots[hole] = {};
    --from.used;
}

Entry& NameIndex::add(std::unique_ptr<Entry> entry) {
    Entry& added = *entry.release();
    insert({as_impu(hash(added.impu())), &added});
    if (added.external_identity() != added.impu()) insert({as_external(hash(added.external_identity())), &added});
    ++size_;
    return added;
}

std::unique_ptr<Entry> NameIndex::remove(Entry& entry) {
    erase(as_impu(hash(entry.impu())), entry);
    if (entry.external_identity() != entry.impu()) erase(as_external(hash(entry.external_identity())), entry);
    --size_;
    return std::unique_ptr<Entry>(&entry);
}

std::vector<Entry*> NameIndex::part(std::size_t number) const {
    std::vector<Entry*> entries;
    for (const auto& slot : tables_[number].slots)
        if (slot.entry != nullptr && is_impu(slot.hash)) entries.push_back(slot.entry);
    return entries;
}

}  // namespace wims::registry
