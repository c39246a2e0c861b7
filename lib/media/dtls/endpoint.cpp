// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/endpoint.hpp"

#include <utility>

#include "media/dtls/association.hpp"

namespace wims::media::dtls {

Result<std::unique_ptr<Endpoint>> Endpoint::create(WallTime now) {
    auto certificate = Certificate::generate(now);
    if (!certificate) return certificate.error();
    auto print = dtls::fingerprint(*certificate->x509, "sha-256");
    if (!print) return print.error();
    std::unique_ptr<Endpoint> endpoint(new Endpoint);
    endpoint->certificate_ = std::move(*certificate);
    endpoint->fingerprint_ = std::move(*print);
    endpoint->context_.reset(SSL_CTX_new(DTLS_method()));
    if (!endpoint->configure()) return Error{ErrorKind::internal, "DTLS could not be configured", 0};
    return endpoint;
}

bool Endpoint::configure() {
    SSL_CTX* ctx = context_.get();
    if (ctx == nullptr) return false;
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_QUERY_MTU | SSL_OP_SINGLE_ECDH_USE |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(ctx, &Association::verify_peer, nullptr);
    return SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(ctx, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set1_groups_list(ctx, "X25519:P-256:P-384") == 1 &&
           // Returns 0 on success, unlike the rest.
           SSL_CTX_set_tlsext_use_srtp(ctx, "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80") ==
               0 &&
           SSL_CTX_use_certificate(ctx, certificate_.x509.get()) == 1 &&
           SSL_CTX_use_PrivateKey(ctx, certificate_.key.get()) == 1;
}

}  // namespace wims::media::dtls
