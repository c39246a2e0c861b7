// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// c= [RFC 8866 5.7]
struct Connection {
    std::string address_type = "IP4";
    std::string address;  ///< without a multicast TTL; may be a host name

    static std::optional<Connection> parse(std::string_view value);
    static Connection of(std::string_view ip);
    std::string to_string() const;

    bool numeric() const noexcept;      ///< an address of its type, no name
    bool unspecified() const noexcept;  ///< 0.0.0.0 or ::, the old form of hold [RFC 3264 8.4]
    bool multicast() const noexcept;
    bool operator==(const Connection&) const = default;
};

}  // namespace wims::sdp
