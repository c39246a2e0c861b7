// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

/// rtcp-mux: always on W3, never on the core. (K5, ALG-06, EPC-08) [RFC 5761 5.1.1]
namespace wims::ims_alg {
namespace {

std::optional<Refusal> read(const Reading& in, Stream&) {
    const auto& section = in.media().section;
    if (in.side == Side::access && !section.has("rtcp-mux") && !section.has("rtcp-mux-only"))
        return Refusal{Refusal::Code::miscellaneous, "rtcp-mux is needed"};
    return std::nullopt;
}

void write(const Writing& in, std::size_t, sdp::MediaDescription& out) {
    if (in.side == Side::access) out.section.add_flag("rtcp-mux");
}

}  // namespace

namespace rules_ {
const Rule rtcp_mux{"rtcp-mux", read, nullptr, write};
}

}  // namespace wims::ims_alg
