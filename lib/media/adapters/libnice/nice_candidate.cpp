// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libnice/nice_candidate.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wims::media {

namespace {

constexpr std::array<std::pair<NiceCandidateType, std::string_view>, 4> types{{
    {NICE_CANDIDATE_TYPE_HOST, "host"},
    {NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE, "srflx"},
    {NICE_CANDIDATE_TYPE_PEER_REFLEXIVE, "prflx"},
    {NICE_CANDIDATE_TYPE_RELAYED, "relay"},
}};

TransportAddress address_of(const NiceAddress& address) {
    std::array<gchar, NICE_ADDRESS_STRING_LEN> text{};
    nice_address_to_string(&address, text.data());
    return {text.data(), static_cast<std::uint16_t>(nice_address_get_port(&address))};
}

bool is_udp(std::string_view transport) { return transport == "UDP" || transport == "udp"; }

}  // namespace

w3::IceCandidate from_nice(const NiceCandidate& candidate) {
    const auto address = address_of(candidate.addr);
    w3::IceCandidate out;
    out.foundation = candidate.foundation;
    out.component = static_cast<std::uint16_t>(candidate.component_id);
    out.transport = "UDP";
    out.priority = candidate.priority;
    out.address = address.ip;
    out.port = address.port;
    for (const auto& [type, name] : types)
        if (type == candidate.type) out.type = name;
    return out;
}

std::optional<IpEndpoint> endpoint_of(const NiceAddress& address) { return IpEndpoint::from(address_of(address)); }

OwnedCandidate to_nice(const w3::IceCandidate& candidate, guint stream) {
    const auto type = std::ranges::find(types, candidate.type, &std::pair<NiceCandidateType, std::string_view>::second);
    if (type == types.end() || !is_udp(candidate.transport) || candidate.component != 1) return nullptr;
    if (candidate.foundation.size() >= NICE_CANDIDATE_MAX_FOUNDATION) return nullptr;
    if (!IpEndpoint::from({candidate.address, candidate.port})) return nullptr;  // a name, as of mDNS
    OwnedCandidate out(nice_candidate_new(type->first));
    out->transport = NICE_CANDIDATE_TRANSPORT_UDP;
    out->stream_id = stream;
    out->component_id = 1;
    out->priority = candidate.priority;
    std::ranges::copy(candidate.foundation, out->foundation);
    if (nice_address_set_from_string(&out->addr, candidate.address.c_str()) == FALSE) return nullptr;
    nice_address_set_port(&out->addr, candidate.port);
    return out;
}

}  // namespace wims::media
