// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <thread>
#include <vector>

#include "media/dtls/certificate.hpp"
#include "media/dtls/datagram_bio.hpp"

namespace wims::test {

/// A WIC's DTLS end made of OpenSSL alone, with whatever faults a test wants.
struct RawPeer {
    struct Wishes {
        bool client = true;
        int min_version = DTLS1_2_VERSION;
        int max_version = DTLS1_2_VERSION;
        std::string profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";  ///< empty: no use_srtp
        std::string ciphers;                                                    ///< empty: OpenSSL's default
        long mtu = 1200;
        bool large_hello = false;
    };

    explicit RawPeer(const Wishes& wishes) {
        auto made = media::dtls::Certificate::generate(WallTime(std::chrono::seconds(1'790'000'000)));
        certificate = std::move(*made);
        context.reset(SSL_CTX_new(DTLS_method()));
        SSL_CTX_set_security_level(context.get(), 0);
        SSL_CTX_set_min_proto_version(context.get(), wishes.min_version);
        SSL_CTX_set_max_proto_version(context.get(), wishes.max_version);
        SSL_CTX_set_options(context.get(), SSL_OP_NO_QUERY_MTU);
        SSL_CTX_use_certificate(context.get(), certificate.x509.get());
        SSL_CTX_use_PrivateKey(context.get(), certificate.key.get());
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
        if (!wishes.ciphers.empty()) SSL_CTX_set_cipher_list(context.get(), wishes.ciphers.c_str());
        if (!wishes.profiles.empty()) SSL_CTX_set_tlsext_use_srtp(context.get(), wishes.profiles.c_str());
        ssl.reset(SSL_new(context.get()));
        if (wishes.large_hello) {
            std::string protocols;
            for (int i = 0; i < 10; ++i) protocols += '\x64' + std::string(100, static_cast<char>('a' + i));
            SSL_set_alpn_protos(ssl.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                                static_cast<unsigned>(protocols.size()));
        }
        SSL_set_mtu(ssl.get(), wishes.mtu);
        DTLS_set_timer_cb(ssl.get(), [](SSL*, unsigned) -> unsigned { return 16'000; });
        BIO* bio = media::dtls::new_datagram_bio(pipe);
        SSL_set_bio(ssl.get(), bio, bio);
        if (wishes.client) SSL_set_connect_state(ssl.get());
        else SSL_set_accept_state(ssl.get());
    }

    w3::Fingerprint fingerprint(std::string_view hash = "sha-256") const {
        return media::dtls::fingerprint(*certificate.x509, hash).value();
    }
    void step() {
        char ignored[2048];
        result = SSL_is_init_finished(ssl.get()) ? SSL_read(ssl.get(), ignored, sizeof ignored)
                                                 : SSL_do_handshake(ssl.get());
        error = SSL_get_error(ssl.get(), result);
    }
    void receive(std::span<const std::uint8_t> datagram) {
        pipe.incoming = datagram;
        step();
    }
    /// OpenSSL retransmits by the system's clock: waits for it.
    void wait_and_repeat() {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        DTLSv1_handle_timeout(ssl.get());
    }
    bool done() const { return SSL_is_init_finished(ssl.get()) == 1; }
    std::vector<std::vector<std::uint8_t>> take() { return std::exchange(pipe.outgoing, {}); }
    std::string exported(std::size_t size) const {
        std::string material(size, '\0');
        SSL_export_keying_material(ssl.get(), reinterpret_cast<unsigned char*>(material.data()), size,
                                   "EXTRACTOR-dtls_srtp", 19, nullptr, 0, 0);
        return material;
    }

    media::dtls::Certificate certificate;
    media::dtls::DatagramPipe pipe;
    media::dtls::Owned<SSL_CTX> context;
    media::dtls::Owned<SSL> ssl;
    int result = 0;
    int error = 0;
};

}  // namespace wims::test
