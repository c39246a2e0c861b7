// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::media {

/// What does SRTP. Both give and take the same octets.
enum class SrtpBackend : std::uint8_t {
    openssl,   ///< ours, on OpenSSL; always there
    libsrtp2,  ///< with the build option WIMS_WITH_LIBSRTP2
};

}  // namespace wims::media
