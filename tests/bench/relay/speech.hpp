// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <wims/media/codec_factory.hpp>

namespace wims::bench {

/// What one end of a call with transcoding says: a talker's sound in its codec, made before the measurement.
struct Speech {
    std::string rtpmap;                               ///< "AMR-WB/16000"
    std::string fmtp;                                 ///< empty: none
    std::uint8_t type = 8;                            ///< of RTP, in its own SDP
    std::uint32_t ticks = 160;                        ///< of RTP's clock in one packet of 20 ms
    std::vector<std::vector<std::uint8_t>> payloads;  ///< over and over
};

/// `encoding` is one of "opus", "AMR-WB", "AMR", "PCMA", "G722"; of AMR in octet-aligned payloads.
Speech speech_in(const std::string& encoding);

}  // namespace wims::bench
