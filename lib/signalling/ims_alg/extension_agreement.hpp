// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <wims/iq/gateway.hpp>
#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/stream.hpp"

namespace wims::ims_alg {

/// The header extensions of an offer as the other leg is offered them. `known`: that leg's stream as it was last, whose
/// numbers stay; nullptr when there was none. (ALG-10)
std::vector<Extension> extensions_towards(Side to, const Stream& in, const Stream* known);

/// What the offerer on `to` gets: the numbers of its offer for what the answer, or the gateway alone, agrees to.
std::vector<Extension> extensions_replied(Side to, const Stream& offered, const Stream& answered);

/// The same for the gateway: what was agreed with the WIC, and the core's number of it.
std::vector<iq::HeaderExtension> extension_numbers(const Stream& access, const Stream& core);

}  // namespace wims::ims_alg
