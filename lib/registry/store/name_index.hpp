// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "registry/model/entry.hpp"

namespace wims::registry {

/// Owns the entries and finds them by IMPU and by external identity. (WR-06) Divided into parts by a keyed hash, so that no
/// growth of a table, no walk over the entries and nobody's choice of names stops the registrar for long.
class NameIndex {
public:
    static constexpr std::size_t parts = 256;

    NameIndex();
    NameIndex(const NameIndex&) = delete;
    NameIndex& operator=(const NameIndex&) = delete;
    ~NameIndex();

    Entry* find(std::string_view name) const noexcept;
    /// Precondition: neither name is known.
    Entry& add(std::unique_ptr<Entry> entry);
    std::unique_ptr<Entry> remove(Entry& entry);
    std::size_t size() const noexcept { return size_; }

    /// The entries whose IMPU lies in this part, as they are now.
    std::vector<Entry*> part(std::size_t number) const;

private:
    struct Slot {
        std::uint64_t hash = 0;  ///< lowest bit: the name is the IMPU
        Entry* entry = nullptr;
    };
    struct Table {
        std::vector<Slot> slots;
        std::size_t used = 0;
    };
    std::uint64_t hash(std::string_view name) const noexcept;
    Table& table(std::uint64_t hash) noexcept { return tables_[hash >> 56]; }
    const Table& table(std::uint64_t hash) const noexcept { return tables_[hash >> 56]; }
    static void place(Table& table, Slot slot);
    void insert(Slot slot);
    void erase(std::uint64_t hash, const Entry& entry);

    std::array<Table, parts> tables_;
    std::array<std::uint64_t, 2> key_;
    std::size_t size_ = 0;
};

}  // namespace wims::registry
