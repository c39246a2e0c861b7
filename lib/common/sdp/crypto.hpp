// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <wims/common/secret.hpp>

namespace wims::sdp {

/// a=crypto with one key, without master key identifier and without a session parameter that has to be understood.
/// [RFC 4568 4, 6, 9]
struct Crypto {
    std::uint32_t tag = 0;
    std::string suite;
    Secret key;  ///< master key, then master salt

    /// Nothing for a line that is wrong, and for one that asks for more than that.
    static std::optional<Crypto> parse(std::string_view value);
    std::string to_string() const;
};

}  // namespace wims::sdp
