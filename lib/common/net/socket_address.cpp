// SPDX-License-Identifier: Apache-2.0
#include "common/net/socket_address.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>

namespace wims::net {

namespace {

Error not_numeric(std::string_view text) {
    return {ErrorKind::usage, "not a numeric IP address: " + std::string(text)};
}

}  // namespace

Result<SocketAddress> SocketAddress::from(const TransportAddress& address) {
    SocketAddress out;
    if (address.ip.find(':') == std::string::npos) {
        auto* v4 = reinterpret_cast<sockaddr_in*>(&out.storage_);
        if (inet_pton(AF_INET, address.ip.c_str(), &v4->sin_addr) != 1) return not_numeric(address.ip);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(address.port);
        out.length = sizeof *v4;
        return out;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&out.storage_);
    const auto percent = address.ip.find('%');
    if (inet_pton(AF_INET6, address.ip.substr(0, percent).c_str(), &v6->sin6_addr) != 1) return not_numeric(address.ip);
    if (percent != std::string::npos) {
        v6->sin6_scope_id = if_nametoindex(address.ip.c_str() + percent + 1);
        if (v6->sin6_scope_id == 0) return not_numeric(address.ip);
    }
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address.port);
    out.length = sizeof *v6;
    return out;
}

TransportAddress SocketAddress::transport() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (storage_.ss_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage_);
        inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
        return {text, ntohs(v4->sin_port)};
    }
    if (storage_.ss_family != AF_INET6) return {};
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage_);
    if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], text, sizeof text);
    else inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
    return {text, ntohs(v6->sin6_port)};
}

Result<TransportAddress> parse_transport_address(std::string_view text) {
    const Error bad{ErrorKind::usage, "expected address:port or [address]:port, found: " + std::string(text)};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return bad;
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (bracketed != (host.find(':') != std::string_view::npos)) return bad;

    TransportAddress address{std::string(host), 0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return bad;
    if (auto numeric = SocketAddress::from(address); !numeric) return numeric.error();
    return address;
}

}  // namespace wims::net
