// SPDX-License-Identifier: Apache-2.0
#include "media/engine/stream.hpp"

#include "common/core/ascii.hpp"
#include "common/core/random.hpp"

namespace wims::media::engine {

namespace {

constexpr std::string_view mid_uri = "urn:ietf:params:rtp-hdrext:sdes:mid";
constexpr std::string_view transport_cc_uri =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

rtp::Line new_line() {
    const std::uint64_t random = random_u64();
    const std::uint64_t more = random_u64();
    // The first half of the sequence space keeps a receiver from misjudging SRTP's roll-over early. [RFC 3711 3.3.1]
    return rtp::Line(static_cast<std::uint32_t>(random) | 1, static_cast<std::uint16_t>(more & 0x7FFF),
                     static_cast<std::uint32_t>(more >> 16));
}

/// Nothing for port 0 and for the unspecified address, which is how old phones say "hold". [RFC 3264 8.4]
std::optional<IpEndpoint> destination(const TransportAddress& address) {
    const auto endpoint = IpEndpoint::from(address);
    const bool unspecified = !endpoint || endpoint->ip == decltype(endpoint->ip){};
    return unspecified || address.port == 0 ? std::nullopt : endpoint;
}

}  // namespace

Stream::Stream(const iq::StreamSpec& spec) : core(new_line()), access(new_line()) {
    statistics.id = spec.id;
    set(spec);
}

Result<void> Stream::check(const iq::StreamSpec& spec) {
    for (const auto& mapping : spec.payloads) {
        if (mapping.access_type > 127 || mapping.core_type > 127)
            return Error{ErrorKind::usage, "payload type over 127 for " + mapping.encoding, 400};
        const bool two_clocks = mapping.core_clock_rate != 0 && mapping.core_clock_rate != mapping.clock_rate;
        if (two_clocks && !equal_without_case(mapping.encoding, "telephone-event"))
            return Error{ErrorKind::usage, "two clock rates for " + mapping.encoding, 400};
    }
    if (spec.transcoding && (spec.transcoding->access_type > 127 || spec.transcoding->core_type > 127))
        return Error{ErrorKind::usage, "payload type over 127 for a transcoded codec", 400};
    for (const auto& extension : spec.extensions)
        if (extension.access_id > 14 || extension.core_id > 14)
            return Error{ErrorKind::usage, "header extension number over 14 for " + extension.uri, 400};
    if (!spec.core_remote) return {};
    const auto rtp = IpEndpoint::from(spec.core_remote->rtp);
    if (!rtp) return Error{ErrorKind::usage, "core address is not numeric: " + spec.core_remote->rtp.ip, 400};
    if (spec.core_remote->rtcp.port != 0 && !IpEndpoint::from(spec.core_remote->rtcp))
        return Error{ErrorKind::usage, "core RTCP address is not numeric: " + spec.core_remote->rtcp.ip, 400};
    return {};
}

void Stream::set(const iq::StreamSpec& spec) {
    const bool moved = spec_.core_remote != spec.core_remote;
    spec_ = spec;
    payloads_ = rtp::PayloadMap(spec.payloads, spec.transcoding);
    set_extensions();
    set_impairments();
    if (spec.media == iq::MediaType::video && !video) video = std::make_unique<Video>();
    if (!moved) return;
    core_rtp_.announce(spec.core_remote ? destination(spec.core_remote->rtp) : std::nullopt);
    core_rtcp_.announce(spec.core_remote ? destination(spec.core_remote->rtcp) : std::nullopt);
}

void Stream::set_extensions() {
    to_core_ids_.fill(0);
    to_access_ids_.fill(0);
    mid_extension_ = transport_cc_extension_ = 0;
    for (const auto& extension : spec_.extensions) {
        if (extension.uri == mid_uri) mid_extension_ = extension.access_id;
        else if (extension.uri == transport_cc_uri) transport_cc_extension_ = extension.access_id;
        if (extension.access_id == 0 || extension.core_id == 0) continue;
        to_core_ids_[extension.access_id] = extension.core_id;
        to_access_ids_[extension.core_id] = extension.access_id;
    }
}

void Stream::set_impairments() noexcept {
    access_impairment_ = core_impairment_ = {};
    if (spec_.transcoding) {
        access_impairment_ = quality::impairment_of(spec_.transcoding->access.encoding);
        core_impairment_ = quality::impairment_of(spec_.transcoding->core.encoding);
    } else if (!spec_.payloads.empty()) {
        access_impairment_ = core_impairment_ = quality::impairment_of(spec_.payloads.front().encoding);
    }
}

}  // namespace wims::media::engine
