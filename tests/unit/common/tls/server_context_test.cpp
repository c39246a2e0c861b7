// SPDX-License-Identifier: Apache-2.0
#include "common/tls/server_context.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "support/tls/temporary_certificate.hpp"

using namespace wims;
using What = net::IoOutcome::What;

namespace {

void write(const std::string& file, const std::string& text) { std::ofstream(file) << text; }

void write_encrypted_key(const std::string& file) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    unsigned char password[] = "secret";
    FILE* out = std::fopen(file.c_str(), "w");
    REQUIRE(PEM_write_PrivateKey(out, key, EVP_aes_128_cbc(), password, 6, nullptr, nullptr) == 1);
    std::fclose(out);
    EVP_PKEY_free(key);
}

}  // namespace

TEST_CASE("TLS: a certificate or key that cannot be used is told with its file, and nobody is asked for a password") {
    test::TemporaryCertificate good, other;
    const auto missing = good.directory() + "/missing.pem";
    const auto garbage = good.directory() + "/garbage.pem";
    const auto locked = good.directory() + "/locked.pem";
    write(garbage, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
    write_encrypted_key(locked);
    struct Row {
        std::string certificate, key, blamed;
    };
    const Row rows[] = {
        {missing, good.private_key_file(), missing},
        {garbage, good.private_key_file(), garbage},
        {"", good.private_key_file(), ""},
        {good.certificate_file(), missing, missing},
        {good.certificate_file(), good.certificate_file(), good.certificate_file()},
        {good.certificate_file(), other.private_key_file(), other.private_key_file()},
        {good.certificate_file(), locked, locked},
    };
    for (const auto& row : rows) {
        CAPTURE(row.blamed);
        const auto made = tls::ServerContext::create(row.certificate, row.key);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind == ErrorKind::usage);
        CHECK(made.error().text.find(row.blamed) == 0);
    }
    CHECK(tls::ServerContext::create(good.certificate_file(), good.private_key_file()));
}

TEST_CASE(
    "TLS: a channel outlives its context, waits, and fails without a signal when the peer is gone or talks nonsense") {
    test::TemporaryCertificate good;
    for (const bool nonsense : {true, false}) {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
        auto context = *tls::ServerContext::create(good.certificate_file(), good.private_key_file());
        auto channel = context->accept(net::Fd(ends[0]));
        context.reset();
        CHECK(channel->handshake().what == What::want_read);
        if (nonsense) REQUIRE(::send(ends[1], "GET / HTTP/1.1\r\n\r\n", 18, 0) == 18);
        ::close(ends[1]);
        const auto outcome = channel->handshake();
        CHECK(outcome.what == (nonsense ? What::failed : What::closed));
        CHECK(outcome.text.empty() == !nonsense);
        channel->end_writing();
    }
}
