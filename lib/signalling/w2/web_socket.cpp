// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/web_socket.hpp"

#include "signalling/w2/utf8.hpp"

namespace wims::w2 {

namespace {

constexpr std::size_t longest_control = 125;
constexpr std::size_t longest_reason = 123;

bool known(Opcode opcode) { return opcode <= Opcode::binary || (opcode >= Opcode::close && opcode <= Opcode::pong); }

// What may stand in a Close frame. [RFC 6455 7.4]
bool sendable(std::uint16_t code) {
    if (code >= 3000 && code <= 4999) return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

// A masked frame's header: 2 octets, extended length, key.
std::uint64_t header_octets(std::uint64_t length) { return 6 + (length < 126 ? 0 : length <= 0xFFFF ? 2 : 8); }

std::string close_payload(std::uint16_t code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    reason = reason.substr(0, longest_reason);
    while (!is_utf8(reason)) reason.remove_suffix(1);  // not through the middle of a character
    return payload.append(reason);
}

}  // namespace

void WebSocket::receive(std::string_view octets) {
    if (!open_) return;
    if (!reader_) {
        reader_ = make_frame_reader();
        fed_ = framed_ = 0;
    }
    fed_ += octets.size();
    FramePiece piece;
    while (open_) {
        const auto outcome = reader_->next(octets, piece);
        if (outcome == FrameReader::Outcome::malformed) return fail(protocol_error, "malformed frame");
        if (outcome == FrameReader::Outcome::starved) break;
        if (piece.first && !begin_frame(piece)) return;
        (is_control(opcode_) ? control_ : message_) += piece.payload;
        if (piece.last) end_frame();
    }
    if (fed_ == framed_) reader_.reset();
}

bool WebSocket::begin_frame(const FramePiece& piece) {
    const auto refuse = [this](std::uint16_t code, std::string_view why) { return fail(code, why), false; };
    if (!piece.masked) return refuse(protocol_error, "client frame without a mask");
    if (piece.reserved != 0) return refuse(protocol_error, "reserved bit set");
    if (!known(piece.opcode)) return refuse(protocol_error, "reserved opcode");
    opcode_ = piece.opcode;
    framed_ += header_octets(piece.length) + piece.length;
    if (is_control(opcode_)) {
        if (!piece.fin) return refuse(protocol_error, "fragmented control frame");
        if (piece.length > longest_control) return refuse(protocol_error, "control frame too long");
        return true;
    }
    if ((opcode_ == Opcode::continuation) != in_message_)
        return refuse(protocol_error, in_message_ ? "message inside a message" : "continuation of nothing");
    if (piece.length > limit_ - message_.size()) return refuse(too_big, "message too big");
    if (!in_message_) binary_ = opcode_ == Opcode::binary;
    in_message_ = true;
    fin_ = piece.fin;
    return true;
}

void WebSocket::end_frame() {
    if (!is_control(opcode_)) {
        if (fin_) end_message();
        return;
    }
    const std::string payload = std::exchange(control_, {});
    if (opcode_ == Opcode::ping) output_ += server_frame(Opcode::pong, payload);
    if (opcode_ == Opcode::pong) listener_.on_pong();
    if (opcode_ != Opcode::close) return;
    control_ = payload;
    peer_closed();
}

void WebSocket::end_message() {
    const std::string message = std::exchange(message_, {});
    in_message_ = false;
    if (!binary_ && !is_utf8(message)) return fail(not_utf8, "text is not UTF-8");
    listener_.on_message(message, binary_);
}

void WebSocket::peer_closed() {
    const std::string payload = std::exchange(control_, {});
    if (payload.empty()) {
        output_ += server_frame(Opcode::close, {});
        open_ = false;
        return listener_.on_close(1005, {}, true);
    }
    if (payload.size() == 1) return fail(protocol_error, "close code of one octet");
    const auto code =
        static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8 | static_cast<std::uint8_t>(payload[1]));
    const auto reason = std::string_view(payload).substr(2);
    if (!sendable(code)) return fail(protocol_error, "invalid close code");
    if (!is_utf8(reason)) return fail(not_utf8, "close reason is not UTF-8");
    output_ += server_frame(Opcode::close, payload.substr(0, 2));
    open_ = false;
    listener_.on_close(code, reason, true);
}

void WebSocket::fail(std::uint16_t code, std::string_view why) {
    close(code, why);
    listener_.on_close(code, why, false);
}

void WebSocket::send(std::string_view message, bool binary) {
    if (open_) output_ += server_frame(binary ? Opcode::binary : Opcode::text, message);
}

void WebSocket::ping() {
    if (open_) output_ += server_frame(Opcode::ping, {});
}

void WebSocket::close(std::uint16_t code, std::string_view reason) {
    if (!open_) return;
    open_ = false;
    output_ += server_frame(Opcode::close, close_payload(code, reason));
}

}  // namespace wims::w2
