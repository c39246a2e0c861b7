// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string_view>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/w3/transport.hpp>

namespace wims::media::dtls {

struct OpensslFree {
    void operator()(X509* p) const noexcept { X509_free(p); }
    void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
    void operator()(SSL_CTX* p) const noexcept { SSL_CTX_free(p); }
    void operator()(SSL* p) const noexcept { SSL_free(p); }
    void operator()(BIO_METHOD* p) const noexcept { BIO_meth_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, OpensslFree>;

/// A self-signed ECDSA P-256 certificate and its key: the end's identity is the fingerprint in SDP. [RFC 8827 6.5]
struct Certificate {
    Owned<X509> x509;
    Owned<EVP_PKEY> key;

    /// Valid from a day before `now` for a year.
    static Result<Certificate> generate(WallTime now);
};

/// "AB:CD:…" over the certificate's DER. Fails for a hash that is not used any more: sha-1, sha-256, sha-384 and
/// sha-512 are known, md5 and md2 are not. [RFC 8122 5]
Result<w3::Fingerprint> fingerprint(const X509& certificate, std::string_view hash);

/// True when the certificate has one of these fingerprints, of those with the strongest hash. [RFC 8122 5.1; AGW-07]
bool matches(const X509& certificate, const std::vector<w3::Fingerprint>& fingerprints);

}  // namespace wims::media::dtls
