// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/frame.hpp"

namespace wims::w2 {

std::string server_frame(Opcode opcode, std::string_view payload) {
    std::string frame;
    frame.reserve(payload.size() + 10);
    frame += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    const std::uint64_t length = payload.size();
    int length_octets = 0;
    if (length < 126) {
        frame += static_cast<char>(length);
    } else {
        length_octets = length <= 0xFFFF ? 2 : 8;
        frame += static_cast<char>(length_octets == 2 ? 126 : 127);
    }
    while (length_octets-- > 0) frame += static_cast<char>((length >> (8 * length_octets)) & 0xFF);
    frame += payload;
    return frame;
}

}  // namespace wims::w2
