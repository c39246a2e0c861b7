// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <wims/common/result.hpp>
#include <wims/iwf/link.hpp>

namespace wims::iwf {

/// First on a connection, from each side.
struct Hello {
    std::uint16_t version = 1;
    Node node;             ///< of an IWF
    std::string instance;  ///< of a P-CSCF
};
/// Says that the peer lives.
struct Heartbeat {};

using LinkMessage = std::variant<Hello, Heartbeat, Frame>;

/// Octets of one message on a link, the length in front not counted. More are refused by the receiver.
inline constexpr std::size_t link_message_limit = 1u << 20;

/// Octets: length of what follows (32 bits, network order), kind (8 bits), then the members in order. Numbers are in
/// network order; strings have their length (32 bits) in front.
std::string encode(const LinkMessage& message);

/// Cuts a stream of octets into messages. Holds at most one message that is not whole.
class LinkReader {
public:
    void feed(std::string_view octets) { buffer_.append(octets); }
    /// The next whole message; false: not there yet. protocol: what came is no message; nothing can be read after that.
    Result<bool> next(LinkMessage& into);

private:
    std::string buffer_;
    std::size_t read_ = 0;
};

}  // namespace wims::iwf
