// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/codec_pairing.hpp"

#include <algorithm>

#include "signalling/ims_alg/transcoding_agreement.hpp"

namespace wims::ims_alg {
namespace {

bool is_wide(const Codec& codec) { return needs_opus(*codec.kind); }
bool is_narrow(const Codec& codec) { return codec.kind == &narrow_event(); }

template <typename Is>
bool has(const std::vector<Codec>& codecs, Is is) {
    return std::any_of(codecs.begin(), codecs.end(), is);
}

const Codec* voice_of(const std::vector<Codec>& codecs) {
    const auto voice = std::find_if(codecs.begin(), codecs.end(), [](const Codec& c) { return !c.kind->event; });
    return voice == codecs.end() ? nullptr : &*voice;
}

/// The WIC sends the first codec that is no event.
bool sends_opus(const std::vector<Codec>& access) {
    const auto* voice = voice_of(access);
    return voice != nullptr && is_opus(*voice->kind);
}

bool names(const std::vector<Codec>& codecs, const Codec& codec) {
    return has(codecs, [&](const Codec& c) { return c.kind == codec.kind; });
}

/// The event in the voice's clock, else in any. [RFC 4733 2.1]
const Codec* event_beside(const Codec& voice, const std::vector<Codec>& codecs) {
    const Codec* found = nullptr;
    for (const auto& codec : codecs) {
        if (!codec.kind->event) continue;
        if (found == nullptr || codec.kind->clock_rate == voice.kind->clock_rate) found = &codec;
    }
    return found;
}

/// `coded` first; what passes unchanged stays beside it.
PairedCodecs pair_transcoded(Side answerer, const Codec& coded, const Codec& from, const std::vector<Codec>& answered,
                             const std::vector<Codec>& offered) {
    std::vector<Codec> theirs{coded}, others{from};
    for (const auto& codec : answered)
        if (!codec.kind->event && names(offered, codec)) {
            theirs.push_back(codec);
            others.push_back(codec);
        }
    const auto* event = event_beside(coded, answered);
    const auto* counterpart = event_beside(from, offered);
    if (event != nullptr && counterpart != nullptr) {
        theirs.push_back(*event);
        others.push_back(*counterpart);
    }
    if (answerer == Side::access) return {std::move(theirs), std::move(others)};
    return {std::move(others), std::move(theirs)};
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

PairedCodecs pair_codecs(Side answerer, const std::vector<Codec>& answered, const std::vector<Codec>& offered,
                         const Policy& policy) {
    const auto* voice = voice_of(answered);
    if (voice != nullptr && !names(offered, *voice))
        if (const auto* from = coded_by_gateway(offered, policy))
            return pair_transcoded(answerer, *voice, *from, answered, offered);

    PairedCodecs pairs{answered, answered};
    for (auto* codecs : {&pairs.access, &pairs.core})
        std::erase_if(*codecs, [&](const Codec& c) { return c.kind->event ? c.kind->core_only : !names(offered, c); });
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
