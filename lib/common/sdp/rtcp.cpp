// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/rtcp.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Rtcp> Rtcp::parse(std::string_view value) {
    const auto [port_text, rest] = split_first(value);
    const auto port = parse_number<std::uint16_t>(port_text);
    if (!port) return std::nullopt;
    if (rest.empty()) return Rtcp{*port, std::nullopt};
    auto address = Connection::parse(rest);
    if (!address) return std::nullopt;
    return Rtcp{*port, std::move(address)};
}

std::string Rtcp::to_string() const {
    return std::to_string(port) + (address ? " " + address->to_string() : std::string());
}

}  // namespace wims::sdp
