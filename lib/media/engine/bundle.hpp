// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <wims/media/packet.hpp>

#include "media/engine/stream.hpp"
#include "media/rtp/header.hpp"

namespace wims::media::engine {

/// Which stream of a bundled transport a packet belongs to: by its MID, which teaches the SSRC, else by an SSRC learnt,
/// else by its payload type. The table is bounded: a flood of SSRCs forgets older ones and no more. (BND-04)
/// [RFC 9143 9.2]
class Bundle {
public:
    static constexpr std::size_t sources = 16;

    /// Nothing for a MID, and for a payload type, of no stream.
    std::optional<std::size_t> stream_of(const std::vector<Stream>& streams, const Packet& packet,
                                         const rtp::Header& header);

private:
    struct Source {
        std::uint32_t ssrc = 0;
        std::uint8_t stream = 0;
    };
    void learn(std::uint32_t ssrc, std::size_t stream);

    std::array<Source, sources> table_{};
    std::size_t known_ = 0;
    std::size_t oldest_ = 0;
};

}  // namespace wims::media::engine
