// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

/// b= on the core leg: a 64 kbit/s codec at 20 ms with IP, UDP and RTP overhead, the widest we offer first. [RFC 8866 5.8]
namespace wims::ims_alg {
namespace {

void write(const Writing& in, std::size_t, sdp::MediaDescription& out) {
    if (in.side == Side::core) out.section.add('b', "AS:80");
}

}  // namespace

namespace rules_ {
const Rule bandwidth{"bandwidth", nullptr, nullptr, write};
}

}  // namespace wims::ims_alg
