// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/session.hpp"
#ifdef WIMS_WITH_LIBSRTP2
#include "media/adapters/libsrtp2/libsrtp2_backend.hpp"
#endif

namespace wims::media::srtp {

Result<std::unique_ptr<Backend>> default_backend() {
#ifdef WIMS_WITH_LIBSRTP2
    return make_libsrtp2_backend();
#else
    return Error{ErrorKind::usage, "webrtc-ims-media was built without an SRTP back-end: WIMS_WITH_LIBSRTP2 is off",
                 503};
#endif
}

}  // namespace wims::media::srtp
