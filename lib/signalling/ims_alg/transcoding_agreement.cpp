// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/transcoding_agreement.hpp"

#include <algorithm>

#include "common/core/ascii.hpp"
#include "common/sdp/fmtp_values.hpp"

namespace wims::ims_alg {
namespace {

constexpr std::uint32_t usual_ms = 20;

bool is_voice(const Codec& codec) { return !codec.kind->event; }

bool names(const std::vector<Codec>& codecs, const CodecKind& kind) {
    return std::any_of(codecs.begin(), codecs.end(), [&](const Codec& c) { return c.kind == &kind; });
}

/// Behind the voices that are there, in the gateway's order.
void add_voices(std::vector<Codec>& codecs, bool for_core, const Policy& policy) {
    auto end = std::find_if_not(codecs.begin(), codecs.end(), is_voice);
    for (const auto& own : policy.transcodes) {
        const auto* kind = codec_kind({0, own.encoding, own.clock_rate, own.channels});
        if (kind == nullptr || kind->event || kind->video || names(codecs, *kind)) continue;
        if (kind->core_only && !for_core) continue;
        end = codecs.insert(end, {kind, 0, own.parameters}) + 1;
        if (const auto* aligned = octet_aligned(*kind); aligned != nullptr && !names(codecs, *aligned))
            end = codecs.insert(end, {aligned, 0, own.parameters + ";octet-align=1"}) + 1;
    }
}

/// An event in each clock of the voices that has one, once there is any.
void add_events(std::vector<Codec>& codecs) {
    const auto first = std::find_if_not(codecs.begin(), codecs.end(), is_voice);
    if (first == codecs.end()) return;
    const auto voices = first - codecs.begin();
    const auto parameters = first->parameters;
    for (auto i = voices; i-- > 0;)
        if (const auto* kind = event_kind(codecs[static_cast<std::size_t>(i)].kind->clock_rate);
            kind != nullptr && !names(codecs, *kind))
            codecs.insert(codecs.begin() + voices, {kind, 0, parameters});
}

}  // namespace

const iq::Codec* gateway_codec(const Policy& policy, const CodecKind& kind) noexcept {
    for (const auto& own : policy.transcodes)
        if (equal_without_case(own.encoding, kind.encoding) && own.clock_rate == kind.clock_rate &&
            own.channels == kind.channels)
            return &own;
    return nullptr;
}

const Codec* coded_by_gateway(const std::vector<Codec>& offered, const Policy& policy) noexcept {
    const auto it = std::find_if(offered.begin(), offered.end(), [&](const Codec& c) {
        return is_voice(c) && gateway_codec(policy, *c.kind) != nullptr;
    });
    return it == offered.end() ? nullptr : &*it;
}

bool is_served(const CodecKind& kind, std::string_view parameters, Side side, const Policy& policy) noexcept {
    if (!kind.core_only) return true;
    if (side == Side::access || policy.transcodes.empty()) return false;
    if (kind.event) return true;
    if (gateway_codec(policy, kind) == nullptr) return false;
    return sdp::value_of(parameters, "crc").value_or("0") == "0" &&
           sdp::value_of(parameters, "robust-sorting").value_or("0") == "0" &&
           !sdp::value_of(parameters, "interleaving") && sdp::value_of(parameters, "channels").value_or("1") == "1";
}

void add_transcoded(std::vector<Codec>& codecs, Side to, const Policy& policy) {
    if (policy.transcodes.empty() || codecs.empty() || codecs.front().kind->video) return;
    const auto passes = [](const Codec& c) { return is_voice(c) && !c.kind->core_only; };
    if (to == Side::core) {
        add_voices(codecs, true, policy);
        add_events(codecs);
        return;
    }
    if (std::none_of(codecs.begin(), codecs.end(), passes)) {
        std::erase_if(codecs, [](const Codec& c) { return is_voice(c); });
        add_voices(codecs, false, policy);
        add_events(codecs);
    }
    std::erase_if(codecs, [](const Codec& c) { return c.kind->core_only; });
}

std::string reply_parameters(const Codec& offered, const Policy& policy) {
    if (offered.kind->core_only) return offered.parameters;  // the same payloads both ways [RFC 4867 8.3.1]
    const auto* own = gateway_codec(policy, *offered.kind);
    return own == nullptr ? std::string() : own->parameters;
}

iq::Codec termination_codec(const Codec& codec, const Stream& receiver) {
    std::uint32_t ptime = receiver.ptime == 0 ? usual_ms : receiver.ptime;
    if (receiver.maxptime != 0) ptime = std::min(ptime, receiver.maxptime);
    return {std::string(codec.kind->encoding), codec.kind->clock_rate, codec.kind->channels, codec.parameters, ptime};
}

}  // namespace wims::ims_alg
