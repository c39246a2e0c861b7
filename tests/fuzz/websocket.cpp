// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "signalling/w2/utf8.hpp"
#include "signalling/w2/web_socket.hpp"

namespace {

constexpr std::size_t limit = 4096;

void must(bool holds) {
    if (!holds) std::abort();
}

/// One reading of a byte stream, as text to compare.
class Reading final : private wims::w2::WebSocket::Listener {
public:
    Reading(std::string_view octets, std::size_t piece) : socket_(limit, *this) {
        for (std::size_t i = 0; i < octets.size(); i += piece) socket_.receive(octets.substr(i, piece));
    }
    std::string result() { return events_ + "|" + socket_.take_output(); }

private:
    void on_message(std::string_view message, bool binary) override {
        must(!closed_ && message.size() <= limit && (binary || wims::w2::is_utf8(message)));
        events_ += binary ? "b" : "t";
        events_ += message;
    }
    void on_pong() override { must(!closed_); }
    void on_close(std::uint16_t code, std::string_view reason, bool by_peer) override {
        must(!closed_ && wims::w2::is_utf8(reason));
        closed_ = true;
        events_ += (by_peer ? "c" : "f") + std::to_string(code);
    }

    wims::w2::WebSocket socket_;
    std::string events_;
    bool closed_ = false;
};

}  // namespace

/// However a stream of frames is cut, it means the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    must(Reading(octets, octets.size()).result() == Reading(octets, 1 + data[0] % 16).result());
    return 0;
}
