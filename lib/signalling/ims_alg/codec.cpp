// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/codec.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "common/core/ascii.hpp"
#include "common/sdp/fmtp_values.hpp"
#include "common/sdp/tokens.hpp"
#include "signalling/ims_alg/h264.hpp"

namespace wims::ims_alg {
namespace {

constexpr std::string_view opus_parameters[] = {
    "minptime", "ptime",  "maxptime", "useinbandfec",         "maxaveragebitrate", "maxplaybackrate",
    "stereo",   "usedtx", "cbr",      "sprop-maxcapturerate", "sprop-stereo"};

/// Of a list of name=value: those with one of the names, and a value of these characters.
std::string keep_some(std::string_view parameters, std::span<const std::string_view> names,
                      std::string_view characters) {
    std::string kept;
    for (auto part : sdp::split_on(parameters, ';')) {
        part = sdp::trimmed(part);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || equals + 1 == part.size()) continue;
        if (part.find_first_not_of(characters, equals + 1) != std::string_view::npos) continue;
        if (std::find(names.begin(), names.end(), part.substr(0, equals)) == names.end()) continue;
        kept += (kept.empty() ? "" : ";") + std::string(part);
    }
    return kept;
}

/// [RFC 7587 6.1]
std::string keep_opus(std::string_view parameters) { return keep_some(parameters, opus_parameters, "0123456789"); }

/// "0-15" when no list of events is given. [RFC 4733 2.4.1]
std::string keep_events(std::string_view parameters) {
    const bool list = !parameters.empty() && parameters.find_first_not_of("0123456789,-") == std::string_view::npos;
    return list ? std::string(parameters) : "0-15";
}

std::string keep_nothing(std::string_view) { return {}; }

/// Of video: names and values of the usual form. sprop-parameter-sets goes along. [RFC 6184 8.1, RFC 7741 6.1, RFC 9628 7]
std::string keep_video(std::string_view parameters) {
    constexpr std::size_t longest = 512;
    const bool printable =
        std::all_of(parameters.begin(), parameters.end(), [](char c) { return c >= ' ' && c < 127; });
    return printable && parameters.size() <= longest ? std::string(parameters) : std::string();
}

constexpr std::string_view amr_parameters[] = {
    "octet-align", "mode-set", "mode-change-period", "mode-change-capability", "mode-change-neighbor", "max-red"};

/// What an answer repeats of an offer. [RFC 4867 8.3.1]
std::string keep_amr(std::string_view parameters) { return keep_some(parameters, amr_parameters, "0123456789,"); }

constexpr CodecKind kinds[] = {
    {"opus", 48000, 2, std::nullopt, 111, false, keep_opus},
    {"G722", 8000, 1, 9, 9, false, keep_nothing},
    {"PCMU", 8000, 1, 0, 0, false, keep_nothing},
    {"PCMA", 8000, 1, 8, 8, false, keep_nothing},
    {"telephone-event", 48000, 1, std::nullopt, 110, true, keep_events},
    {"telephone-event", 8000, 1, std::nullopt, 126, true, keep_events},
    {"H264", 90000, 1, std::nullopt, 103, false, keep_video, true},
    {"H264", 90000, 1, std::nullopt, 107, false, keep_video, true},
    {"VP8", 90000, 1, std::nullopt, 96, false, keep_video, true},
    {"VP9", 90000, 1, std::nullopt, 98, false, keep_video, true},
    {"AV1", 90000, 1, std::nullopt, 45, false, keep_video, true},
    {"AMR-WB", 16000, 1, std::nullopt, std::nullopt, false, keep_amr, false, true},
    {"AMR-WB", 16000, 1, std::nullopt, std::nullopt, false, keep_amr, false, true},
    {"AMR", 8000, 1, std::nullopt, std::nullopt, false, keep_amr, false, true},
    {"AMR", 8000, 1, std::nullopt, std::nullopt, false, keep_amr, false, true},
    {"telephone-event", 16000, 1, std::nullopt, std::nullopt, true, keep_events, false, true},
};

constexpr const CodecKind& h264_non_interleaved = kinds[6];  // packetization-mode 1
constexpr const CodecKind& h264_single = kinds[7];           // packetization-mode 0
constexpr std::size_t amr_wb = 11, amr = 13;                 // bandwidth-efficient; the next one is octet-aligned
static_assert(kinds[amr_wb].encoding == "AMR-WB" && kinds[amr + 1].encoding == "AMR");

}  // namespace

const CodecKind* codec_kind(const sdp::Rtpmap& map) noexcept {
    for (const auto& kind : kinds)
        if (equal_without_case(kind.encoding, map.encoding) && kind.clock_rate == map.clock_rate &&
            kind.channels == map.channels)
            return &kind;
    return nullptr;
}

const CodecKind* static_codec_kind(std::uint8_t type) noexcept {
    for (const auto& kind : kinds)
        if (kind.static_type == type) return &kind;
    return nullptr;
}

const CodecKind& wide_event() noexcept {
    static_assert(kinds[4].event && kinds[4].clock_rate == 48000);
    return kinds[4];
}

const CodecKind* event_kind(std::uint32_t clock_rate) noexcept {
    const auto it = std::find_if(std::begin(kinds), std::end(kinds),
                                 [&](const CodecKind& k) { return k.event && k.clock_rate == clock_rate; });
    return it == std::end(kinds) ? nullptr : it;
}

const CodecKind& narrow_event() noexcept {
    static_assert(kinds[5].event && kinds[5].clock_rate == 8000);
    return kinds[5];
}

bool needs_opus(const CodecKind& kind) noexcept { return kind.event && kind.clock_rate == 48000; }

bool is_opus(const CodecKind& kind) noexcept { return kind.encoding == "opus"; }

bool is_h264(const CodecKind& kind) noexcept { return &kind == &h264_non_interleaved || &kind == &h264_single; }

const CodecKind* octet_aligned(const CodecKind& kind) noexcept {
    for (const auto at : {amr_wb, amr})
        if (&kind == &kinds[at]) return &kinds[at + 1];
    return nullptr;
}

const CodecKind* by_packetization(const CodecKind* kind, std::string_view parameters) noexcept {
    if (kind == nullptr) return kind;
    if (const auto* aligned = octet_aligned(*kind);
        aligned != nullptr && sdp::value_of(parameters, "octet-align") == "1")
        return aligned;
    if (!is_h264(*kind)) return kind;
    return H264::parse(parameters).packetization_mode == 1 ? &h264_non_interleaved : &h264_single;
}

}  // namespace wims::ims_alg
