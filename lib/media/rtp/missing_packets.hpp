// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include <wims/common/clock.hpp>

namespace wims::media::rtp {

/// Which packets of one source did not come, to ask for them again: a bounded list, each number asked for at most
/// `asks` times. A gap longer than the list is not filled: only a new key frame helps then. (VID-03) [RFC 4585 6.2.1]
class MissingPackets {
public:
    static constexpr std::size_t most = 64;
    static constexpr unsigned asks = 3;
    static constexpr Duration pause = std::chrono::milliseconds(60);  ///< between two asks for one packet

    /// False when the gap before it is too long to be filled.
    bool received(std::uint32_t ssrc, std::uint16_t sequence);
    /// The numbers to ask for now, oldest first; fills `out` and returns how many. What was asked for often enough goes.
    std::size_t due(TimePoint now, std::span<std::uint16_t> out);

private:
    struct Missing {
        std::uint16_t sequence;
        unsigned asked;
        TimePoint last;
    };
    void remove(std::size_t index);

    std::optional<std::uint32_t> ssrc_;
    std::uint16_t highest_ = 0;
    std::array<Missing, most> missing_{};
    std::size_t count_ = 0;
};

}  // namespace wims::media::rtp
