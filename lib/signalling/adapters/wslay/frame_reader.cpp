// SPDX-License-Identifier: Apache-2.0
#include <wslay/wslay.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "signalling/w2/frame.hpp"

namespace wims::w2 {

namespace {

/// wslay's frame level only. Its event level stops early on short reads, closes without a code on frame errors and
/// takes a Close of one octet for an empty one; what it would add is small and is in WebSocket.
class WslayFrameReader final : public FrameReader {
public:
    WslayFrameReader() {
        wslay_frame_callbacks callbacks{};
        callbacks.recv_callback = receive;
        if (wslay_frame_context_init(&context_, &callbacks, this) != 0) throw std::bad_alloc();
    }
    ~WslayFrameReader() override { wslay_frame_context_free(context_); }
    WslayFrameReader(const WslayFrameReader&) = delete;
    WslayFrameReader& operator=(const WslayFrameReader&) = delete;

    Outcome next(std::string_view& input, FramePiece& piece) override {
        if (broken_) return Outcome::malformed;
        wslay_frame_iocb frame{};
        ssize_t n = 0;
        bool waits = false;
        do {
            const auto before = input.size();
            input_ = &input;
            n = wslay_frame_recv(context_, &frame);
            input_ = nullptr;
            // It also asks for more when it was given less than it had room for: only an idle round means hunger.
            waits = n == WSLAY_ERR_WANT_READ;
            if (waits && input.size() == before) return Outcome::starved;
        } while (waits);
        if (n < 0) {
            broken_ = true;
            return Outcome::malformed;
        }
        fill(piece, frame);
        return Outcome::piece;
    }

private:
    void fill(FramePiece& piece, const wslay_frame_iocb& frame) {
        piece.first = !inside_;
        piece.fin = frame.fin != 0;
        piece.masked = frame.mask != 0;
        piece.reserved = frame.rsv;
        piece.opcode = static_cast<Opcode>(frame.opcode);
        piece.length = frame.payload_length;
        piece.payload = {reinterpret_cast<const char*>(frame.data), frame.data_length};
        received_ = (inside_ ? received_ : 0) + frame.data_length;
        piece.last = received_ == frame.payload_length;
        inside_ = !piece.last;
    }

    static ssize_t receive(std::uint8_t* into, std::size_t room, int, void* self) {
        auto& input = *static_cast<WslayFrameReader*>(self)->input_;
        const auto n = std::min(room, input.size());
        if (n == 0) return -1;
        std::memcpy(into, input.data(), n);
        input.remove_prefix(n);
        return static_cast<ssize_t>(n);
    }

    wslay_frame_context_ptr context_ = nullptr;
    std::string_view* input_ = nullptr;
    std::uint64_t received_ = 0;
    bool inside_ = false;
    bool broken_ = false;
};

}  // namespace

std::unique_ptr<FrameReader> make_frame_reader() { return std::make_unique<WslayFrameReader>(); }

}  // namespace wims::w2
