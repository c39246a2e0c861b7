// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/sdp/rtpmap.hpp"

namespace wims::ims_alg {

/// A codec that passes the gateway without transcoding, or that it codes into another, and the numbers it likes.
/// (AUD-02, AUD-03)
struct CodecKind {
    std::string_view encoding;  ///< as we write it
    std::uint32_t clock_rate;
    std::uint8_t channels;
    std::optional<std::uint8_t> static_type;   ///< [RFC 3551 6]
    std::optional<std::uint8_t> browser_type;  ///< the number browsers use themselves
    bool event;                                ///< telephone-event: never alone
    /// What of an fmtp value is passed on; empty when nothing is left.
    std::string (*keep_parameters)(std::string_view parameters);
    bool video = false;
    bool core_only = false;  ///< of phones: never towards a WIC, there only when the gateway codes it. (AUD-04)
};

/// One codec of an m-line, in the numbering of the leg it was read from or is written to.
struct Codec {
    const CodecKind* kind = nullptr;
    std::uint8_t type = 0;
    std::string parameters;  ///< of fmtp
};

/// nullptr for a codec we do not pass.
const CodecKind* codec_kind(const sdp::Rtpmap& map) noexcept;
/// For a number without rtpmap.
const CodecKind* static_codec_kind(std::uint8_t type) noexcept;

/// telephone-event at 48,000 and at 8,000 Hz.
const CodecKind& wide_event() noexcept;
const CodecKind& narrow_event() noexcept;
/// telephone-event at this clock rate, nullptr for any but these two and 16,000 Hz.
const CodecKind* event_kind(std::uint32_t clock_rate) noexcept;

/// The wide-band event needs a codec of its clock rate beside it. [RFC 4733 2.1]
bool needs_opus(const CodecKind& kind) noexcept;
bool is_opus(const CodecKind& kind) noexcept;

/// H.264 packs its units in one of two ways, AMR its frames too, and each is a codec of its own: the one that the parameters
/// mean. Other kinds stay. (VID-02) [RFC 6184 8.2.2, RFC 4867 8.3.1]
const CodecKind* by_packetization(const CodecKind* kind, std::string_view parameters) noexcept;
bool is_h264(const CodecKind& kind) noexcept;
/// The other one of AMR and AMR-WB bandwidth-efficient; nullptr of any other kind.
const CodecKind* octet_aligned(const CodecKind& kind) noexcept;

}  // namespace wims::ims_alg
