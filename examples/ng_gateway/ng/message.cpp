// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/message.hpp"

#include <algorithm>
#include <utility>

#include "ng_gateway/bencode/reader.hpp"
#include "ng_gateway/bencode/writer.hpp"

namespace wims::ng {

std::string_view cookie_of(std::string_view datagram) noexcept {
    const auto space = datagram.substr(0, Message::longest_cookie + 1).find(' ');
    if (space == std::string_view::npos) return {};
    const auto cookie = datagram.substr(0, space);
    const bool printable = std::all_of(cookie.begin(), cookie.end(), [](char c) { return c > ' ' && c <= '~'; });
    return printable ? cookie : std::string_view();
}

Result<Message> Message::parse(std::string_view datagram) {
    const auto cookie = cookie_of(datagram);
    if (cookie.empty()) return Error{ErrorKind::protocol, "no cookie", 400};
    auto value = bencode::read(datagram.substr(cookie.size() + 1));
    if (!value) return value.error();
    auto* body = std::get_if<bencode::Dictionary>(&value->content);
    if (body == nullptr) return Error{ErrorKind::protocol, "not a dictionary", 400};
    return Message{std::string(cookie), std::move(*body)};
}

std::string Message::to_string() const { return cookie + ' ' + bencode::write(body); }

bencode::Dictionary refusal(std::string_view reason) {
    return {{"result", "error"}, {"error-reason", std::string(reason)}};
}

}  // namespace wims::ng
