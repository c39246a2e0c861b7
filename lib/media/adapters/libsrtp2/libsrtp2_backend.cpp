// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libsrtp2/libsrtp2_backend.hpp"

#include <srtp2/srtp.h>

#include <mutex>

#include "media/adapters/libsrtp2/libsrtp2_session.hpp"

namespace wims::media::srtp {

namespace {

class Libsrtp2Backend final : public Backend {
public:
    Result<std::unique_ptr<Session>> create(const Keys& keys) override { return Libsrtp2Session::create(keys); }
};

bool serves() {
    unsigned char key[SRTP_MASTER_KEY_LEN] = {};
    srtp_policy_t policy = {};
    srtp_crypto_policy_set_rtp_default(&policy.rtp);
    srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
    policy.ssrc.type = ssrc_any_outbound;
    policy.key = key;
    srtp_t session = nullptr;
    if (srtp_create(&session, &policy) != srtp_err_status_ok) return false;
    srtp_dealloc(session);
    return true;
}

/// libsrtp's state is the process's: the host, or another copy of this library, may have started it, for which a second
/// srtp_init() fails, and may need it when we are done. So it is started once and never ended.
bool start() {
    static std::mutex mutex;  // srtp_init() is not thread-safe
    const std::lock_guard lock(mutex);
    return serves() || srtp_init() == srtp_err_status_ok;
}

}  // namespace

Result<std::unique_ptr<Backend>> make_libsrtp2_backend() {
    if (!start()) return Error{ErrorKind::internal, "libsrtp2 does not start", 0};
    return std::unique_ptr<Backend>(std::make_unique<Libsrtp2Backend>());
}

}  // namespace wims::media::srtp
