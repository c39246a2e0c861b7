// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// a=candidate [RFC 8839 5.1]. Extensions (raddr, generation, tcptype …) are kept as text.
struct Candidate {
    std::string foundation;
    std::uint16_t component = 1;
    std::string transport;  ///< as written: "UDP", "udp", "tcp"
    std::uint32_t priority = 0;
    std::string address;  ///< may be an mDNS name
    std::uint16_t port = 0;
    std::string type;
    std::string extensions;

    static std::optional<Candidate> parse(std::string_view value);
    std::string to_string() const;
    bool operator==(const Candidate&) const = default;
};

}  // namespace wims::sdp
