// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wims::w2 {

/// [RFC 6455 5.2]
enum class Opcode : std::uint8_t { continuation = 0x0, text = 0x1, binary = 0x2, close = 0x8, ping = 0x9, pong = 0xA };

constexpr bool is_control(Opcode opcode) noexcept { return (static_cast<std::uint8_t>(opcode) & 0x8) != 0; }

/// A piece of a frame, unmasked. Pieces of one frame follow one another; an empty frame is one empty piece.
struct FramePiece {
    bool first = false;  ///< with it a frame begins, and these are known:
    bool fin = false;
    bool masked = false;
    std::uint8_t reserved = 0;             ///< RSV1..3
    Opcode opcode = Opcode::continuation;  ///< any of 16 values
    std::uint64_t length = 0;              ///< of the whole payload
    bool last = false;                     ///< the frame is complete
    std::string_view payload;              ///< lives until the reader's next call
};

/// Cuts a byte stream into frames. Sans-IO; one for each direction of a connection.
class FrameReader {
public:
    enum class Outcome { piece, starved, malformed };

    virtual ~FrameReader() = default;
    /// Takes what it wants off the front of `input`. `starved`: all is taken, feed more. `malformed` is for good.
    virtual Outcome next(std::string_view& input, FramePiece& piece) = 0;
};

/// By wslay; defined in adapters/wslay.
std::unique_ptr<FrameReader> make_frame_reader();

/// A whole frame as a server writes it: final, unmasked.
std::string server_frame(Opcode opcode, std::string_view payload);

}  // namespace wims::w2
