// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wims::test {

/// A frame as a client writes it, or as it must not: every field can be wrong.
struct ClientFrame {
    unsigned opcode = 1;
    std::string payload;
    bool fin = true;
    bool masked = true;
    unsigned reserved = 0;

    std::string octets() const {
        std::string out;
        out += static_cast<char>((fin ? 0x80 : 0) | reserved << 4 | opcode);
        const std::uint64_t n = payload.size();
        const int extended = n < 126 ? 0 : n <= 0xFFFF ? 2 : 8;
        out += static_cast<char>((masked ? 0x80 : 0) | (extended == 0 ? n : extended == 2 ? 126 : 127));
        for (int i = extended - 1; i >= 0; --i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
        if (!masked) return out + payload;
        const std::string key = "\x37\xfa\x21\x3d";
        out += key;
        for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ key[i % 4]);
        return out;
    }
};

inline std::string text(std::string payload) { return ClientFrame{1, std::move(payload)}.octets(); }
inline std::string binary(std::string payload) { return ClientFrame{2, std::move(payload)}.octets(); }
inline std::string ping(std::string payload) { return ClientFrame{9, std::move(payload)}.octets(); }
inline std::string close_frame(std::uint16_t code, std::string_view reason = {}) {
    return ClientFrame{8,
                       std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + std::string(reason)}
        .octets();
}

/// A frame of the server out of `octets`; false when there is no whole one.
struct ServerFrame {
    unsigned opcode = 0;
    bool fin = false;
    bool masked = false;
    std::string payload;

    std::uint16_t code() const {
        if (payload.size() < 2) return 1005;
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8 |
                                          static_cast<std::uint8_t>(payload[1]));
    }
    static bool take(std::string& octets, ServerFrame& frame) {
        const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(octets[i]); };
        if (octets.size() < 2) return false;
        std::uint64_t length = at(1) & 0x7F;
        std::size_t header = 2;
        if (length >= 126) {
            const std::size_t more = length == 126 ? 2 : 8;
            if (octets.size() < 2 + more) return false;
            length = 0;
            for (std::size_t i = 0; i < more; ++i) length = length << 8 | at(2 + i);
            header += more;
        }
        if (octets.size() - header < length) return false;
        frame = {at(0) & 0x0Fu, (at(0) & 0x80) != 0, (at(1) & 0x80) != 0, octets.substr(header, length)};
        octets.erase(0, header + length);
        return true;
    }
};

}  // namespace wims::test
