// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/w3/transport.hpp>

#include "media/dtls/certificate.hpp"

namespace wims::media::dtls {

/// The gateway's own DTLS identity: one certificate and one SSL_CTX shared by all its associations. DTLS 1.2 only, no
/// resumption, no renegotiation, use_srtp with the profiles of AGW-08 and AEAD_AES_256_GCM. [RFC 8827 6.5, RFC 8996, RFC 5764]
class Endpoint {
public:
    static Result<std::unique_ptr<Endpoint>> create(WallTime now);

    SSL_CTX* context() const noexcept { return context_.get(); }
    const w3::Fingerprint& fingerprint() const noexcept { return fingerprint_; }

private:
    Endpoint() = default;
    bool configure();

    Certificate certificate_;
    w3::Fingerprint fingerprint_;
    Owned<SSL_CTX> context_;
};

}  // namespace wims::media::dtls
