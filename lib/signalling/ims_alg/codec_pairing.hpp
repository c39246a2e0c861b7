// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/codec.hpp"

namespace wims::ims_alg {

/// The codecs of one answered m-line on either leg, in the same order and each the counterpart of the other. They
/// differ in two things. A WIC that speaks Opus sends its telephone-events in Opus' clock, while many phones that know
/// Opus know the 8 kHz event alone: the gateway then changes the clock. And the first pair differs when the gateway codes
/// between the two. (AUD-03, AUD-05) [RFC 4733 2.1]
struct PairedCodecs {
    std::vector<Codec> access;
    std::vector<Codec> core;

    bool transcoded() const noexcept {
        return !access.empty() && !access.front().kind->event && access.front().kind != core.front().kind;
    }
};

/// An offer on its way to the WIC: the 48 kHz event beside Opus even when the core offered only the 8 kHz one.
void add_wide_event(std::vector<Codec>& codecs);

/// `answered` by the side that got the offer, in its own codecs; `offered` by the other. What is answered first is what
/// will be sent: it passes, or it is coded.
PairedCodecs pair_codecs(Side answerer, const std::vector<Codec>& answered, const std::vector<Codec>& offered,
                         const Policy& policy);

}  // namespace wims::ims_alg
