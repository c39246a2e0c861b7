// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace wims::media {

/// Datagrams on a TCP connection: each behind its length in two octets. Sans-IO. [RFC 4571 2]
class FrameReader {
public:
    static constexpr std::size_t max_octets = 2048;  ///< of a datagram; no peer's MTU is larger

    using Frame = std::function<void(std::span<const std::uint8_t> datagram)>;

    /// False, for good, when a frame is longer than max_octets: the stream cannot be believed any more. Empty frames are
    /// passed over.
    bool feed(std::span<const std::uint8_t> octets, const Frame& frame);

    static std::array<std::uint8_t, 2> header(std::size_t size) noexcept {
        return {static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    }

private:
    std::vector<std::uint8_t> begun_;  // of a frame that is not whole yet, with its header
    bool broken_ = false;
};

}  // namespace wims::media
