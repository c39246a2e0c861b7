// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/openssl_session.hpp"
#include "media/srtp/session.hpp"
#ifdef WIMS_WITH_LIBSRTP2
#include "media/adapters/libsrtp2/libsrtp2_backend.hpp"
#endif

namespace wims::media::srtp {

namespace {

class OpensslBackend final : public Backend {
public:
    Result<std::unique_ptr<Session>> create(const Keys& keys) override { return OpensslSession::create(keys); }
};

}  // namespace

Result<std::unique_ptr<Backend>> make_backend(SrtpBackend which) {
    switch (which) {
        case SrtpBackend::openssl: return std::unique_ptr<Backend>(std::make_unique<OpensslBackend>());
        case SrtpBackend::libsrtp2:
#ifdef WIMS_WITH_LIBSRTP2
            return make_libsrtp2_backend();
#else
            return Error{ErrorKind::usage, "webrtc-ims-media was built with WIMS_WITH_LIBSRTP2 off", 0};
#endif
    }
    return Error{ErrorKind::usage, "no such SRTP back-end", 0};
}

}  // namespace wims::media::srtp
