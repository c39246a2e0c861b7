// SPDX-License-Identifier: Apache-2.0
#include "common/tls/tls_channel.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "common/tls/certificate_names.hpp"

namespace wims::tls {

using net::IoOutcome;

// The error queue belongs to the thread, not to the connection: it is emptied before each call.
IoOutcome TlsChannel::handshake() {
    ERR_clear_error();
    errno = 0;
    const auto did = outcome(SSL_do_handshake(ssl_.get()), 0);
    if (did.what != IoOutcome::What::done || !alpn_required_ || !alpn().empty()) return did;
    broken_ = true;
    return {IoOutcome::What::failed, 0, "no application protocol in common"};
}

IoOutcome TlsChannel::read(std::span<char> into) {
    ERR_clear_error();
    errno = 0;
    std::size_t octets = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &octets);
    return outcome(result, octets);
}

IoOutcome TlsChannel::write(std::string_view octets) {
    ERR_clear_error();
    errno = 0;
    std::size_t written = 0;
    const int result = SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written);
    return outcome(result, written);
}

IoOutcome TlsChannel::outcome(int result, std::size_t octets) {
    if (result == 1) return {IoOutcome::What::done, octets, {}};
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ: return {IoOutcome::What::want_read, 0, {}};
        case SSL_ERROR_WANT_WRITE: return {IoOutcome::What::want_write, 0, {}};
        case SSL_ERROR_ZERO_RETURN: return {IoOutcome::What::closed, 0, {}};
        case SSL_ERROR_SYSCALL:
            broken_ = true;
            return {IoOutcome::What::failed, 0, errno != 0 ? std::strerror(errno) : "closed without close_notify"};
        default: break;
    }
    broken_ = true;
    auto text = take_error();
    const auto verdict = SSL_get_verify_result(ssl_.get());
    if (verdict != X509_V_OK) text += std::string(": ") + X509_verify_cert_error_string(verdict);
    return {IoOutcome::What::failed, 0, std::move(text)};
}

std::size_t TlsChannel::buffered() const noexcept { return static_cast<std::size_t>(SSL_pending(ssl_.get())); }

void TlsChannel::end_writing() noexcept {
    ERR_clear_error();
    // After a fatal error OpenSSL forbids SSL_shutdown.
    if (!broken_ && SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
    ::shutdown(fd_.get(), SHUT_WR);
}

std::string TlsChannel::tls_version() const { return SSL_get_version(ssl_.get()); }
std::string TlsChannel::tls_cipher() const { return SSL_get_cipher_name(ssl_.get()); }

std::string TlsChannel::alpn() const {
    const unsigned char* name = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &length);
    return {reinterpret_cast<const char*>(name), length};
}

std::vector<std::string> TlsChannel::peer_names() const {
    const X509* peer = SSL_get0_peer_certificate(ssl_.get());
    if (peer == nullptr || SSL_get_verify_mode(ssl_.get()) == SSL_VERIFY_NONE) return {};
    return certificate_names(*peer);
}

}  // namespace wims::tls
