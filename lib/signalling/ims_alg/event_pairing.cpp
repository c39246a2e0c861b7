// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/event_pairing.hpp"

#include <algorithm>

namespace wims::ims_alg {
namespace {

bool is_wide(const Codec& codec) { return needs_opus(*codec.kind); }
bool is_narrow(const Codec& codec) { return codec.kind->event && !needs_opus(*codec.kind); }

template <typename Is>
bool has(const std::vector<Codec>& codecs, Is is) {
    return std::any_of(codecs.begin(), codecs.end(), is);
}

/// The WIC sends the first codec that is no event.
bool sends_opus(const std::vector<Codec>& access) {
    const auto voice = std::find_if(access.begin(), access.end(), [](const Codec& c) { return !c.kind->event; });
    return voice != access.end() && is_opus(*voice->kind);
}

}  // namespace

void add_wide_event(std::vector<Codec>& codecs) {
    const auto narrow = std::find_if(codecs.begin(), codecs.end(), is_narrow);
    const bool opus = has(codecs, [](const Codec& c) { return is_opus(*c.kind); });
    if (!opus || narrow == codecs.end() || has(codecs, is_wide)) return;
    Codec wide = *narrow;
    wide.kind = &wide_event();
    codecs.insert(narrow, wide);
}

PairedCodecs pair_codecs(Side answerer, const std::vector<Codec>& answered, const std::vector<Codec>& offered) {
    PairedCodecs pairs{answered, answered};
    if (answerer == Side::core) {
        if (!sends_opus(answered) || has(answered, is_wide) || !has(offered, is_wide)) return pairs;
        for (auto& codec : pairs.access)
            if (is_narrow(codec)) codec.kind = &wide_event();
        return pairs;
    }
    if (!has(answered, is_wide) || has(offered, is_wide)) return pairs;
    // We added the wide one: it stands for the narrow one or goes.
    const bool changes_clock = sends_opus(answered) && has(offered, is_narrow);
    std::erase_if(pairs.access, changes_clock ? is_narrow : is_wide);
    pairs.core = pairs.access;
    for (auto& codec : pairs.core)
        if (is_wide(codec)) codec.kind = &narrow_event();
    return pairs;
}

}  // namespace wims::ims_alg
