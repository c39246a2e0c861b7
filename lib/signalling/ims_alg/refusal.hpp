// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wims::ims_alg {

/// Why an m-line is not used. [RFC 3261 20.43]
struct Refusal {
    enum class Code : int { media_type = 304, media_format = 305, miscellaneous = 399 };
    Code code = Code::miscellaneous;
    std::string text;  ///< ours, never the peer's words
};

}  // namespace wims::ims_alg
