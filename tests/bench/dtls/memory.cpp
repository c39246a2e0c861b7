// SPDX-License-Identifier: Apache-2.0
// Resident memory of an established association: ours, with and without its SRTP session, and OpenSSL's SSL object as it
// would be without letting it go.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "bench/harness.hpp"
#include "media/dtls/association.hpp"
#include "media/srtp/session.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::dtls;

namespace {

constexpr std::size_t associations = 1000;

/// What all peers share.
struct Wic {
    Wic() : certificate(std::move(*Certificate::generate(WallTime(std::chrono::seconds(1'790'000'000))))) {
        context.reset(SSL_CTX_new(DTLS_method()));
        SSL_CTX_use_certificate(context.get(), certificate.x509.get());
        SSL_CTX_use_PrivateKey(context.get(), certificate.key.get());
        SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_options(context.get(), SSL_OP_NO_QUERY_MTU);
        SSL_CTX_set_tlsext_use_srtp(context.get(), "SRTP_AEAD_AES_128_GCM");
    }
    std::vector<w3::Fingerprint> fingerprints() const { return {*fingerprint(*certificate.x509, "sha-256")}; }
    Certificate certificate;
    Owned<SSL_CTX> context;
};

/// OpenSSL over the same kind of BIO, kept as a gateway would have to keep it.
struct Peer {
    explicit Peer(const Wic& wic) : ssl(SSL_new(wic.context.get())) {
        BIO* bio = new_datagram_bio(pipe);
        SSL_set_bio(ssl.get(), bio, bio);
        SSL_set_mtu(ssl.get(), 1200);
        SSL_set_connect_state(ssl.get());
    }
    void shake_hands_with(Association& association) {
        SSL_do_handshake(ssl.get());
        for (int round = 0; round < 8; ++round) {
            for (const auto& datagram : std::exchange(pipe.outgoing, {})) association.receive(datagram);
            for (const auto& datagram : association.take_outgoing()) {
                pipe.incoming = datagram;
                SSL_do_handshake(ssl.get());
            }
        }
        if (association.state() != State::established || SSL_is_init_finished(ssl.get()) != 1) std::abort();
    }
    DatagramPipe pipe;
    Owned<SSL> ssl;
};

double kibibytes_each(std::size_t octets) { return static_cast<double>(octets) / 1024 / associations; }

}  // namespace

int main() {
    const auto gateway = std::move(*Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000))));
    const auto backend = std::move(*srtp::make_backend(SrtpBackend::openssl));
    std::vector<std::unique_ptr<Association>> ours;
    std::vector<std::unique_ptr<srtp::Session>> sessions;
    const Wic wic;
    const auto server = [&] {
        return std::make_unique<Association>(*gateway, w3::DtlsRole::server, wic.fingerprints());
    };
    const auto one = [&] {
        ours.push_back(server());
        Peer(wic).shake_hands_with(*ours.back());
    };
    for (int i = 0; i < 20; ++i) one();
    malloc_trim(0);
    std::size_t before = bench::resident();
    for (std::size_t i = 0; i < associations; ++i) one();
    malloc_trim(0);
    std::printf("association without its SSL object   %6.1f KiB\n", kibibytes_each(bench::resident() - before));

    before = bench::resident();
    for (std::size_t i = 20; i < ours.size(); ++i) sessions.push_back(std::move(*backend->create(*ours[i]->keys())));
    std::printf("its SRTP session                     %6.1f KiB\n", kibibytes_each(bench::resident() - before));

    std::vector<std::unique_ptr<Peer>> peers;
    before = bench::resident();
    for (std::size_t i = 0; i < associations; ++i) {
        peers.push_back(std::make_unique<Peer>(wic));
        peers.back()->shake_hands_with(*server());
    }
    malloc_trim(0);
    std::printf("an SSL object after its handshake    %6.1f KiB\n", kibibytes_each(bench::resident() - before));
}
