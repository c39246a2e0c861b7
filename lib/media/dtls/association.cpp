// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/association.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <utility>

namespace wims::media::dtls {

namespace {

constexpr long path_mtu = 1200;
// RFC 6347 4.2.4.1 suggests 1 s, doubled each time; a call being set up waits for it, so the first try again comes sooner,
// and there are ten in the 10 s of dtls_setup: with 30 % of all datagrams lost, five were too few.
constexpr Duration first_wait = std::chrono::milliseconds(250), longest_wait = std::chrono::seconds(1);
constexpr std::uint8_t warning = 1, close_notify = 0;

// OpenSSL's own timer reads the system's clock and cannot be wound by hand: it is set so that it never rings.
unsigned int never(SSL*, unsigned int) {
    constexpr unsigned int hour_us = 3'600'000'000;
    return hour_us;
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
    DTLS_set_timer_cb(ssl_.get(), never);
    if (role_ == w3::DtlsRole::server) SSL_set_accept_state(ssl_.get());
    else SSL_set_connect_state(ssl_.get());
}

void Association::start() {
    if (role_ == w3::DtlsRole::client) step();
}

void Association::receive(std::span<const std::uint8_t> datagram) {
    if (datagram.empty()) return;
    if (state_ == State::established) return listen(datagram);
    if (state_ != State::handshaking) return;
    pipe_.incoming = datagram;
    step();
    pipe_.incoming = {};
    if (state_ == State::established) let_go(datagram);
}

void Association::handle_timeout() {
    if (state_ != State::handshaking || wait_ == Duration{}) return;
    for (auto& datagram : writer_.repeat_flight()) outgoing_.push_back(std::move(datagram));
    timer_ = wait_ = std::min(2 * wait_, longest_wait);
}

void Association::step() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    const int reason = SSL_get_error(ssl_.get(), result);
    send_written();
    if (state_ == State::failed) return;
    if (result == 1) {
        if (export_keys()) state_ = State::established;
        return;
    }
    if (reason == SSL_ERROR_ZERO_RETURN) state_ = State::closed;
    else if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) fail(last_error());
}

void Association::send_written() {
    auto written = std::exchange(pipe_.outgoing, {});
    if (writer_.write(*ssl_, written)) timer_ = wait_ = first_wait;
    for (auto& datagram : written) outgoing_.push_back(std::move(datagram));
}

/// `datagram` ended the handshake: OpenSSL read it up to there, and there may be more in it.
void Association::let_go(std::span<const std::uint8_t> datagram) {
    const auto reading = ConnectionState::reading(*ssl_);
    if (!reading || !writer_.has_keys()) return fail("no keys for what follows the handshake");
    cipher_ = SSL_get_cipher_name(ssl_.get());
    reader_.emplace(*reading);
    if (role_ == w3::DtlsRole::client) writer_.forget_flight();
    ssl_.reset();
    pipe_ = {};
    announced_ = {};
    timer_.reset();
    const auto heard = reader_->receive(datagram);
    if (heard.alert) say_goodbye();
}

void Association::listen(std::span<const std::uint8_t> datagram) {
    const auto heard = reader_->receive(datagram);
    if (heard.flight_repeated)  // nobody's but a client's: this end was the last to speak
        for (auto& again : writer_.repeat_flight()) outgoing_.push_back(std::move(again));
    if (!heard.alert) return;
    if (*heard.alert == close_notify) say_goodbye();
    else fail("the peer's alert: " + std::string(SSL_alert_desc_string_long(*heard.alert)));
}

bool Association::export_keys() {
    const SRTP_PROTECTION_PROFILE* chosen = SSL_get_selected_srtp_profile(ssl_.get());
    if (chosen == nullptr) return fail("the peer offered no SRTP protection profile of ours"), false;
    const auto profile = static_cast<srtp::Profile>(chosen->id);
    const std::size_t key = srtp::key_octets(profile), salt = srtp::salt_octets(profile);
    std::array<unsigned char, 96> material{};
    static constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    if (SSL_export_keying_material(ssl_.get(), material.data(), 2 * (key + salt), label.data(), label.size(), nullptr,
                                   0, 0) != 1)
        return fail("no keys could be exported"), false;

    // client key, server key, client salt, server salt [RFC 5764 4.2]
    const auto* text = reinterpret_cast<const char*>(material.data());
    Secret client(std::string(text, key) + std::string(text + 2 * key, salt));
    Secret server(std::string(text + key, key) + std::string(text + 2 * key + salt, salt));
    OPENSSL_cleanse(material.data(), material.size());
    const bool we_are_server = role_ == w3::DtlsRole::server;
    keys_ = srtp::Keys{profile, we_are_server ? server : client, we_are_server ? client : server};
    return true;
}

void Association::close() {
    if (state_ == State::established) say_goodbye();
}

void Association::say_goodbye() {
    if (auto alert = writer_.alert(warning, close_notify)) outgoing_.push_back(std::move(*alert));
    state_ = State::closed;
}

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
