// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace wims::registry {

// `journal.7` holds what changed after `snapshot.7` was begun, up to `journal.8`.
inline std::string journal_name(std::uint64_t generation) { return "journal." + std::to_string(generation); }
inline std::string snapshot_name(std::uint64_t generation) { return "snapshot." + std::to_string(generation); }
inline std::string unfinished(const std::string& name) { return name + ".tmp"; }

/// The generation in a name that begins so; 0: it is no such name.
inline std::uint64_t generation_of(std::string_view name, std::string_view kind) {
    if (!name.starts_with(kind)) return 0;
    name.remove_prefix(kind.size());
    std::uint64_t generation = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), generation);
    return error == std::errc() && stop == name.data() + name.size() ? generation : 0;
}

}  // namespace wims::registry
