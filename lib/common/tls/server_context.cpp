// SPDX-License-Identifier: Apache-2.0
#include "common/tls/server_context.hpp"

#include "common/tls/socket_bio.hpp"
#include "common/tls/tls_channel.hpp"

namespace wims::tls {

namespace {

constexpr unsigned char http_1_1[] = "\x08http/1.1";

int select_alpn(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                unsigned int offered_length, void*) {
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, http_1_1, sizeof http_1_1 - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // [RFC 7301 3.2]
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

Error unusable(const std::string& file) {
    return {ErrorKind::usage, file + ": " + take_error()};
}

// Otherwise OpenSSL would ask for a password on the terminal.
int no_password(char*, int, int, void*) {
    return 0;
}

bool configure(SSL_CTX* context) {
    SSL_CTX_set_default_passwd_cb(context, no_password);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, select_alpn, nullptr);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

class Context final : public ServerContext, public std::enable_shared_from_this<Context> {
public:
    Context(Handle<SSL_CTX> context, Handle<BIO_METHOD> method)
        : method_(std::move(method)), context_(std::move(context)) {}

    std::unique_ptr<net::Channel> accept(net::Fd fd) override {
        ERR_clear_error();
        Handle<SSL> ssl(SSL_new(context_.get()));
        if (!ssl) return nullptr;
        BIO* bio = make_socket_bio(method_.get(), fd.get());
        if (bio == nullptr) return nullptr;
        SSL_set_bio(ssl.get(), bio, bio);
        SSL_set_accept_state(ssl.get());
        return std::make_unique<TlsChannel>(shared_from_this(), std::move(ssl), std::move(fd));
    }

private:
    Handle<BIO_METHOD> method_;
    Handle<SSL_CTX> context_;
};

}  // namespace

Result<std::shared_ptr<ServerContext>> ServerContext::create(const std::string& certificate_file,
                                                             const std::string& private_key_file) {
    ERR_clear_error();
    Handle<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    auto method = make_socket_bio_method();
    if (!context || !method || !configure(context.get())) return Error{ErrorKind::internal, take_error()};
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1)
        return unusable(certificate_file);
    if (SSL_CTX_use_PrivateKey_file(context.get(), private_key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        return unusable(private_key_file);
    if (SSL_CTX_check_private_key(context.get()) != 1) return unusable(private_key_file);
    return std::shared_ptr<ServerContext>(std::make_shared<Context>(std::move(context), std::move(method)));
}

}  // namespace wims::tls
