// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/connection.hpp"

#include <arpa/inet.h>

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Connection> Connection::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() != 3 || fields[0] != "IN") return std::nullopt;
    if (fields[1] != "IP4" && fields[1] != "IP6") return std::nullopt;
    const auto address = split_on(fields[2], '/').front();
    if (address.empty()) return std::nullopt;
    return Connection{std::string(fields[1]), std::string(address)};
}

Connection Connection::of(std::string_view ip) {
    return {ip.find(':') == std::string_view::npos ? "IP4" : "IP6", std::string(ip)};
}

std::string Connection::to_string() const { return "IN " + address_type + " " + address; }

bool Connection::numeric() const noexcept {
    unsigned char binary[16];
    return inet_pton(address_type == "IP6" ? AF_INET6 : AF_INET, address.c_str(), binary) == 1;
}

bool Connection::unspecified() const noexcept {
    unsigned char binary[16] = {};
    if (inet_pton(address_type == "IP6" ? AF_INET6 : AF_INET, address.c_str(), binary) != 1) return false;
    for (const unsigned char octet : binary)
        if (octet != 0) return false;
    return true;
}

bool Connection::multicast() const noexcept {
    unsigned char binary[16] = {};
    if (inet_pton(address_type == "IP6" ? AF_INET6 : AF_INET, address.c_str(), binary) != 1) return false;
    return address_type == "IP6" ? binary[0] == 0xff : (binary[0] & 0xf0) == 0xe0;
}

}  // namespace wims::sdp
