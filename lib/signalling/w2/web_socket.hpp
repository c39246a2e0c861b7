// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "signalling/w2/frame.hpp"

namespace wims::w2 {

/// Close codes that this end gives. [RFC 6455 7.4.1, and IANA's list for 1012]
enum CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    not_utf8 = 1007,
    policy = 1008,
    too_big = 1009,
    service_restart = 1012,
};

/// The server's end of a WebSocket after its handshake: octets in, messages out, and the other way round. No
/// extensions. Sans-IO: `take_output` is what has to be written, in order. Used on one thread. [RFC 6455 5, 7]
class WebSocket {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        /// One whole message, reassembled. The view lives until the call returns. May call send, ping and close.
        virtual void on_message(std::string_view message, bool binary) = 0;
        virtual void on_pong() = 0;
        /// Once, last: nothing more is read. `code` and `reason` as sent by the peer (1005: none), or as this end chose
        /// when the peer broke the protocol. The answering Close frame is already part of the output.
        virtual void on_close(std::uint16_t code, std::string_view reason, bool by_peer) = 0;
    };

    /// A message longer than `limit` octets is refused with 1009 at the first octet of the frame that makes it so.
    WebSocket(std::size_t limit, Listener& listener) : limit_(limit), listener_(listener) {}

    void receive(std::string_view octets);

    /// A text message has to be UTF-8. Ignored after a Close was sent.
    void send(std::string_view message, bool binary);
    void ping();
    /// Sends Close and takes no more messages; on_close does not come. Reasons are cut at 123 octets.
    void close(std::uint16_t code, std::string_view reason);

    std::string take_output() { return std::exchange(output_, {}); }
    bool open() const noexcept { return open_; }

private:
    bool begin_frame(const FramePiece& piece);
    void end_frame();
    void end_message();
    void peer_closed();
    void fail(std::uint16_t code, std::string_view why);

    const std::size_t limit_;
    Listener& listener_;
    std::unique_ptr<FrameReader> reader_;  // only while a frame is under way: it holds kilobytes
    bool open_ = true;
    bool in_message_ = false;
    bool fin_ = false;
    bool binary_ = false;
    Opcode opcode_ = Opcode::continuation;
    std::uint64_t fed_ = 0;     // octets given to the reader …
    std::uint64_t framed_ = 0;  // … and those of whole frames: equal at a frame boundary
    std::string message_;
    std::string control_;
    std::string output_;
};

}  // namespace wims::w2
