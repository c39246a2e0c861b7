// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace wims::sip {

/// What the parser must know of a header.
struct HeaderKind {
    enum class Form { text, list };
    std::string_view name;  ///< long form, as RFCs spell it
    Form form = Form::text;
    bool single = false;  ///< a second copy makes the message malformed
    char compact = 0;
};

/// By long or compact name, without case; nullptr for a header that needs no special care.
const HeaderKind* header_kind(std::string_view name) noexcept;

}  // namespace wims::sip
