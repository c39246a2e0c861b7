// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/association.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <sys/time.h>

#include <array>
#include <utility>

namespace wims::media::dtls {

namespace {

constexpr long path_mtu = 1200;

// RFC 6347 4.2.4.1 suggests 1 s; a call being set up waits for it, so the first try again comes sooner.
unsigned int retransmit_after(SSL*, unsigned int previous_us) {
    constexpr unsigned int first = 250'000, longest = 4'000'000;
    if (previous_us == 0) return first;
    return previous_us * 2 > longest ? longest : previous_us * 2;
}

std::string last_error() {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    return reason == nullptr ? "handshake failed" : reason;
}

}  // namespace

Association::Association(const Endpoint& endpoint, w3::DtlsRole role, std::vector<w3::Fingerprint> announced)
    : role_(role), announced_(std::move(announced)), ssl_(SSL_new(endpoint.context())) {
    BIO* bio = ssl_ ? new_datagram_bio(pipe_) : nullptr;
    if (bio == nullptr) {
        fail("out of memory");
        return;
    }
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_app_data(ssl_.get(), this);
    SSL_set_mtu(ssl_.get(), path_mtu);
    DTLS_set_timer_cb(ssl_.get(), retransmit_after);
    if (role_ == w3::DtlsRole::server) SSL_set_accept_state(ssl_.get());
    else SSL_set_connect_state(ssl_.get());
}

void Association::start() {
    if (role_ == w3::DtlsRole::client) step();
}

void Association::receive(std::span<const std::uint8_t> datagram) {
    if (state_ == State::failed || state_ == State::closed || datagram.empty()) return;
    pipe_.incoming = datagram;
    step();
    pipe_.incoming = {};
}

void Association::handle_timeout() {
    if (state_ != State::handshaking) return;
    ERR_clear_error();
    if (DTLSv1_handle_timeout(ssl_.get()) < 0) fail(last_error());
}

std::optional<Duration> Association::next_retransmission() const {
    timeval left{};
    if (state_ != State::handshaking || DTLSv1_get_timeout(ssl_.get(), &left) != 1) return std::nullopt;
    return std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
}

void Association::step() {
    ERR_clear_error();
    int result = 1;
    if (state_ == State::handshaking) {
        result = SSL_do_handshake(ssl_.get());
        if (result == 1) export_keys();
    }
    if (state_ == State::established) {
        // No data channels yet: what is read is a repeated flight, an alert or of no interest.
        std::array<char, 2048> ignored;
        do result = SSL_read(ssl_.get(), ignored.data(), ignored.size());
        while (result > 0);
    }
    if (state_ == State::failed) return;
    const int reason = SSL_get_error(ssl_.get(), result);
    if (reason == SSL_ERROR_ZERO_RETURN) {
        state_ = State::closed;
        return;
    }
    if (reason != SSL_ERROR_NONE && reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) fail(last_error());
}

void Association::export_keys() {
    const SRTP_PROTECTION_PROFILE* chosen = SSL_get_selected_srtp_profile(ssl_.get());
    if (chosen == nullptr) return fail("the peer offered no SRTP protection profile of ours");
    const auto profile = static_cast<srtp::Profile>(chosen->id);
    const std::size_t key = srtp::key_octets(profile), salt = srtp::salt_octets(profile);
    std::array<unsigned char, 96> material{};
    static constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    if (SSL_export_keying_material(ssl_.get(), material.data(), 2 * (key + salt), label.data(), label.size(), nullptr,
                                   0, 0) != 1)
        return fail("no keys could be exported");

    // client key, server key, client salt, server salt [RFC 5764 4.2]
    const auto* text = reinterpret_cast<const char*>(material.data());
    Secret client(std::string(text, key) + std::string(text + 2 * key, salt));
    Secret server(std::string(text + key, key) + std::string(text + 2 * key + salt, salt));
    OPENSSL_cleanse(material.data(), material.size());
    const bool we_are_server = role_ == w3::DtlsRole::server;
    keys_ = srtp::Keys{profile, we_are_server ? server : client, we_are_server ? client : server};
    state_ = State::established;
}

void Association::close() {
    if (state_ != State::established) return;
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
    state_ = State::closed;
}

std::vector<std::vector<std::uint8_t>> Association::take_outgoing() { return std::exchange(pipe_.outgoing, {}); }

std::string_view Association::cipher() const noexcept { return ssl_ ? SSL_get_cipher_name(ssl_.get()) : "none"; }

void Association::fail(std::string why) {
    state_ = State::failed;
    failure_ = mismatch_ ? "the certificate has none of the announced fingerprints" : std::move(why);
}

int Association::verify_peer(X509_STORE_CTX* store, void*) {
    auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* self = static_cast<Association*>(SSL_get_app_data(ssl));
    const X509* certificate = X509_STORE_CTX_get0_cert(store);
    if (certificate != nullptr && matches(*certificate, self->announced_)) return 1;
    self->mismatch_ = true;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

}  // namespace wims::media::dtls
