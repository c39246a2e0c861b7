// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::media {

/// How the gateway knows that a WIC still wants to hear it. [RFC 7675; AGW-05]
enum class ConsentMode : std::uint8_t {
    answer,  ///< the WIC's own authenticated checks say so: a browser sends them as long as it has the call
    send,    ///< the gateway asks on the selected pair every 4 to 6 s, and only the WIC's answers count
};

}  // namespace wims::media
