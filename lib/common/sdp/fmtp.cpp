// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/fmtp.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Fmtp> Fmtp::parse(std::string_view value) {
    const auto [format, parameters] = split_first(value);
    if (!is_token(format)) return std::nullopt;
    return Fmtp{std::string(format), std::string(parameters)};
}

}  // namespace wims::sdp
