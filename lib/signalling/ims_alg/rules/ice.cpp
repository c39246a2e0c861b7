// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"
#include "signalling/ims_alg/transport_attributes.hpp"

#include "common/core/ascii.hpp"
#include "common/sdp/candidate.hpp"
#include "common/sdp/connection.hpp"

/// ICE ends at the gateway, which is lite: the WIC's candidates are for information only, its own are those of the
/// reservation, and nothing of ICE is seen on the core leg. (ALG-05, ALG-12, W3-01) [TS 24.371 5A.4]
namespace wims::ims_alg {
namespace {

constexpr std::size_t max_candidates = 64;

/// mDNS names and whatever else is no address are passed over: the first authenticated check gives the address.
std::vector<w3::IceCandidate> read_candidates(const Reading& in) {
    std::vector<w3::IceCandidate> candidates;
    for (const auto value : transport_attributes(in, "candidate")) {
        const auto candidate = sdp::Candidate::parse(value);
        if (!candidate || !sdp::Connection::of(candidate->address).numeric()) continue;
        if (candidates.size() == max_candidates) break;
        const bool udp = equal_without_case(candidate->transport, "udp");
        if (!udp && !equal_without_case(candidate->transport, "tcp")) continue;
        candidates.push_back({candidate->foundation,
                              candidate->component,
                              udp ? "UDP" : "TCP",
                              candidate->priority,
                              candidate->address,
                              candidate->port,
                              candidate->type,
                              {}});
    }
    return candidates;
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (in.side != Side::access) return std::nullopt;
    const auto ufrag = transport_attribute(in, "ice-ufrag");
    const auto pwd = transport_attribute(in, "ice-pwd");
    if (!ufrag || !pwd) return Refusal{Refusal::Code::miscellaneous, "ICE credentials are needed"};
    out.transport.ice = {std::string(*ufrag), std::string(*pwd)};
    out.transport.ice_lite = in.description.session.has("ice-lite");
    out.transport.candidates = read_candidates(in);
    return std::nullopt;
}

/// Related address and port are for people alone: where the gateway sits is not told. [RFC 8839 5.1]
std::string more_of(const w3::IceCandidate& c) {
    std::string more = c.type == "host" ? "" : "raddr 0.0.0.0 rport 9";
    if (!c.tcp_type.empty()) more += (more.empty() ? "tcptype " : " tcptype ") + c.tcp_type;
    return more;
}

void write_session(const Writing& in, sdp::Section& out) {
    if (in.side == Side::access && in.gateway.access.ice_lite) out.add_flag("ice-lite");
}

void write(const Writing& in, std::size_t, sdp::MediaDescription& out) {
    if (in.side != Side::access) return;
    const auto& own = in.gateway.access;
    out.section.add_attribute("ice-ufrag", own.ice.ufrag);
    out.section.add_attribute("ice-pwd", own.ice.pwd);
    for (const auto& c : own.candidates)
        out.section.add_attribute("candidate", sdp::Candidate{c.foundation, c.component, c.transport, c.priority,
                                                              c.address, c.port, c.type, more_of(c)}
                                                   .to_string());
    out.section.add_flag("end-of-candidates");
}

}  // namespace

namespace rules_ {
const Rule ice{"ice", read, write_session, write};
}

}  // namespace wims::ims_alg
