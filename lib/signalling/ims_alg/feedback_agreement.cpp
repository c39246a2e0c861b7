// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/feedback_agreement.hpp"

namespace wims::ims_alg {

iq::Feedback feedback_on(Side side, const Stream& stream) {
    if (stream.media != "video") return {};
    return side == Side::access ? iq::Feedback{true, true, true, true, true, true} : iq::Feedback{false, true, true};
}

iq::Feedback agreed_feedback(Side side, const Stream& peer) {
    const auto own = feedback_on(side, peer);
    iq::Feedback both = peer.feedback;
    both.nack &= own.nack;
    both.pli &= own.pli;
    both.fir &= own.fir;
    both.transport_cc &= own.transport_cc;
    both.reduced_size &= own.reduced_size;
    both.remb = both.remb && own.remb && !both.transport_cc;
    return both;
}

}  // namespace wims::ims_alg
