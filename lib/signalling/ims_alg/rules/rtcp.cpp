// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include <algorithm>

#include "common/sdp/rtcp.hpp"

/// RTCP has a port of its own on the core leg: a=rtcp, else the next one. (AUD-06) [RFC 3605, RFC 3550 11]
namespace wims::ims_alg {
namespace {

/// Both bandwidths zero: the peer wants none. [RFC 3556 2]
bool refuses_rtcp(const sdp::Section& section) {
    bool none_for_senders = false, none_for_receivers = false;
    for (const auto& line : section.lines()) {
        none_for_senders |= line.type == 'b' && line.value == "RS:0";
        none_for_receivers |= line.type == 'b' && line.value == "RR:0";
    }
    return none_for_senders && none_for_receivers;
}

TransportAddress rtcp_address(const sdp::MediaDescription& media, const TransportAddress& rtp) {
    if (refuses_rtcp(media.section)) return {rtp.ip, 0};
    TransportAddress address{rtp.ip, static_cast<std::uint16_t>(rtp.port == 65535 ? 0 : rtp.port + 1)};
    if (const auto value = media.section.attribute("rtcp"))
        if (const auto rtcp = sdp::Rtcp::parse(*value)) {
            address.port = rtcp->port;
            if (rtcp->address && rtcp->address->numeric() && !rtcp->address->unspecified())
                address.ip = rtcp->address->address;
        }
    return address;
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (out.core_remote) out.core_remote->rtcp = rtcp_address(in.media(), out.core_remote->rtp);
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.side != Side::core) return;
    for (const auto& local : in.gateway.core) {
        if (local.id != index || local.rtcp.port == 0) continue;
        sdp::Rtcp rtcp{local.rtcp.port, std::nullopt};
        if (local.rtcp.ip != local.rtp.ip) rtcp.address = sdp::Connection::of(local.rtcp.ip);
        out.section.add_attribute("rtcp", rtcp.to_string());
    }
}

}  // namespace

namespace rules_ {
const Rule rtcp{"rtcp", read, nullptr, write};
}

}  // namespace wims::ims_alg
