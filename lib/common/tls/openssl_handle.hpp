// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace wims::tls {

struct Free {
    void operator()(SSL_CTX* p) const noexcept { SSL_CTX_free(p); }
    void operator()(SSL* p) const noexcept { SSL_free(p); }
    void operator()(BIO_METHOD* p) const noexcept { BIO_meth_free(p); }
};
template <class T>
using Handle = std::unique_ptr<T, Free>;

/// The oldest entry of the thread's error queue, which is emptied.
inline std::string take_error() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return "unknown TLS error";
    const char* reason = ERR_reason_error_string(code);
    return reason != nullptr ? reason : "TLS error " + std::to_string(code);
}

}  // namespace wims::tls
