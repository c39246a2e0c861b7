// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/codec.hpp"

namespace wims::ims_alg {

/// The codecs of one answered m-line on either leg, in the same order and each the counterpart of the other. They
/// differ in the telephone-event only: a WIC that speaks Opus sends its events in Opus' clock, while many phones that
/// know Opus know the 8 kHz event alone. The gateway then changes the clock. (AUD-05) [RFC 4733 2.1]
struct PairedCodecs {
    std::vector<Codec> access;
    std::vector<Codec> core;
};

/// An offer on its way to the WIC: the 48 kHz event beside Opus even when the core offered only the 8 kHz one.
void add_wide_event(std::vector<Codec>& codecs);

/// `answered` by the side that got the offer, in its own codecs; `offered` by the other.
PairedCodecs pair_codecs(Side answerer, const std::vector<Codec>& answered, const std::vector<Codec>& offered);

}  // namespace wims::ims_alg
