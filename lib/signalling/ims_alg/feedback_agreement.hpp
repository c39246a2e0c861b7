// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/iq/gateway.hpp>
#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/stream.hpp"

namespace wims::ims_alg {

/// What the gateway can do with feedback on that leg.
iq::Feedback feedback_on(Side side, const Stream& stream);

/// What both `peer`, who wrote it, and the gateway take; of two ways to tell a bit rate the better one. Its rtcp-fb lines
/// decide, also where the peer calls the profile RTP/AVP.
iq::Feedback agreed_feedback(Side side, const Stream& peer);

}  // namespace wims::ims_alg
