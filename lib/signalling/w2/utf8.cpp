// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/utf8.hpp"

#include <cstdint>

namespace wims::w2 {

namespace {

struct Lead {
    unsigned more = 0;                     ///< octets that follow; 0: not a lead octet
    std::uint8_t low = 0x80, high = 0xBF;  ///< of the first that follows
};

Lead lead(std::uint8_t octet) noexcept {
    if (octet >= 0xC2 && octet <= 0xDF) return {1};
    if (octet == 0xE0) return {2, 0xA0, 0xBF};
    if (octet == 0xED) return {2, 0x80, 0x9F};
    if (octet >= 0xE1 && octet <= 0xEF) return {2};
    if (octet == 0xF0) return {3, 0x90, 0xBF};
    if (octet >= 0xF1 && octet <= 0xF3) return {3};
    if (octet == 0xF4) return {3, 0x80, 0x8F};
    return {};
}

}  // namespace

bool is_utf8(std::string_view octets) noexcept {
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto first = static_cast<std::uint8_t>(octets[i]);
        if (first < 0x80) continue;
        Lead expected = lead(first);
        if (expected.more == 0 || octets.size() - i <= expected.more) return false;
        for (; expected.more > 0; --expected.more) {
            const auto next = static_cast<std::uint8_t>(octets[++i]);
            if (next < expected.low || next > expected.high) return false;
            expected.low = 0x80;
            expected.high = 0xBF;
        }
    }
    return true;
}

}  // namespace wims::w2
