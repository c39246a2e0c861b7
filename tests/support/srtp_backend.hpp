// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/media/srtp_backend.hpp>

namespace wims::test {

/// What the suites of the media library run with: each is built once for each back-end.
#ifdef WIMS_TEST_LIBSRTP2
inline constexpr media::SrtpBackend srtp_backend = media::SrtpBackend::libsrtp2;
#else
inline constexpr media::SrtpBackend srtp_backend = media::SrtpBackend::openssl;
#endif

}  // namespace wims::test
