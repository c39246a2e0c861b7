// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/codec.hpp"
#include "signalling/ims_alg/codec_pairing.hpp"
#include "signalling/ims_alg/stream.hpp"

/// Audio that does not pass unchanged: what the gateway codes is offered behind what passes, towards the WIC only when
/// nothing does. (AUD-03, AUD-04, AGW-10) [TS 23.334 5.20, TS 26.114 5.2.1]
namespace wims::ims_alg {

/// What the gateway has of this kind, nullptr for nothing.
const iq::Codec* gateway_codec(const Policy& policy, const CodecKind& kind) noexcept;

/// The first of an offer that the gateway codes, nullptr for none.
const Codec* coded_by_gateway(const std::vector<Codec>& offered, const Policy& policy) noexcept;

/// A codec of phones alone: with parameters that the gateway keeps to. Any other kind passes. [RFC 4867 8.1]
bool is_served(const CodecKind& kind, std::string_view parameters, Side side, const Policy& policy) noexcept;

/// An offer on its way.
void add_transcoded(std::vector<Codec>& codecs, Side to, const Policy& policy);

/// Of a pair that differs: what the gateway says of itself to the offerer.
std::string reply_parameters(const Codec& offered, const Policy& policy);

iq::Codec termination_codec(const Codec& codec, const Stream& receiver);

}  // namespace wims::ims_alg
