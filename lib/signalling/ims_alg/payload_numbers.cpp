// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/payload_numbers.hpp"

#include <algorithm>

namespace wims::ims_alg {
namespace {

constexpr std::uint8_t first_dynamic = 96;

std::size_t at(Side side) noexcept { return static_cast<std::size_t>(side); }

/// Whether both number in one space: on W3 all, on the core leg, where each medium has its own ports, those of one medium.
bool together(Side side, const CodecKind& a, const CodecKind& b) noexcept {
    return side == Side::access || a.video == b.video;
}

}  // namespace

PayloadNumbers::Entry& PayloadNumbers::entry(const CodecKind& kind) {
    for (auto& e : entries_)
        if (e.kind == &kind) return e;
    return entries_.emplace_back(Entry{&kind, {}});
}

bool PayloadNumbers::taken(Side side, const CodecKind& kind, std::uint8_t type) const noexcept {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& e) { return e.type[at(side)] == type && together(side, *e.kind, kind); });
}

void PayloadNumbers::learn(Side side, const CodecKind& kind, std::uint8_t type) {
    for (auto& e : entries_)
        if (e.kind != &kind && e.type[at(side)] == type && together(side, *e.kind, kind)) e.type[at(side)].reset();
    entry(kind).type[at(side)] = type;
}

std::uint8_t PayloadNumbers::number(Side side, const CodecKind& kind) {
    auto& type = entry(kind).type[at(side)];
    if (type) return *type;
    const auto liked = side == Side::access ? kind.browser_type : kind.static_type;
    if (liked && !taken(side, kind, *liked)) return *(type = liked);
    std::uint8_t free = first_dynamic;
    while (taken(side, kind, free)) ++free;  // the table of kinds is far smaller than the dynamic range
    return *(type = free);
}

}  // namespace wims::ims_alg
