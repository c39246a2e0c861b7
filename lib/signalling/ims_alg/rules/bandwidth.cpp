// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

/// b= on the core leg: for audio a 64 kbit/s codec at 20 ms with IP, UDP and RTP overhead, the widest we offer first; for
/// video what a browser sends at 720p. [RFC 8866 5.8]
namespace wims::ims_alg {
namespace {

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.side == Side::core) out.section.add('b', in.streams[index].media == "video" ? "AS:2000" : "AS:80");
}

}  // namespace

namespace rules_ {
const Rule bandwidth{"bandwidth", nullptr, nullptr, write};
}

}  // namespace wims::ims_alg
