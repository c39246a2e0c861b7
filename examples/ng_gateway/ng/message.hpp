// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/common/result.hpp>

#include "ng_gateway/bencode/value.hpp"

namespace wims::ng {

/// One datagram of the ng protocol: a cookie that the answer repeats, a space, a dictionary.
struct Message {
    std::string cookie;
    bencode::Dictionary body;

    static constexpr std::size_t longest_cookie = 255;
    /// protocol or limit.
    static Result<Message> parse(std::string_view datagram);
    std::string to_string() const;
};

/// The cookie of a datagram, good or bad: an answer that says what is wrong needs no more. Empty: there is none.
std::string_view cookie_of(std::string_view datagram) noexcept;

/// {"result": "error", "error-reason": …}
bencode::Dictionary refusal(std::string_view reason);

}  // namespace wims::ng
