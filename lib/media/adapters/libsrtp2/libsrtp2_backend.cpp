// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libsrtp2/libsrtp2_backend.hpp"

#include <srtp2/srtp.h>

#include <mutex>

#include "media/adapters/libsrtp2/libsrtp2_session.hpp"

namespace wims::media::srtp {

namespace {

std::mutex library_mutex;  // back-ends come and go on any thread, libsrtp's start and end are not thread-safe
int library_users = 0;

class Libsrtp2Backend final : public Backend {
public:
    ~Libsrtp2Backend() override {
        const std::lock_guard lock(library_mutex);
        if (--library_users == 0) srtp_shutdown();
    }
    Result<std::unique_ptr<Session>> create(const Keys& keys) override { return Libsrtp2Session::create(keys); }
};

}  // namespace

Result<std::unique_ptr<Backend>> make_libsrtp2_backend() {
    const std::lock_guard lock(library_mutex);
    if (library_users == 0 && srtp_init() != srtp_err_status_ok)
        return Error{ErrorKind::internal, "libsrtp2 does not start", 0};
    ++library_users;
    return std::unique_ptr<Backend>(std::make_unique<Libsrtp2Backend>());
}

}  // namespace wims::media::srtp
