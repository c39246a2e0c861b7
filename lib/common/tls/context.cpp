// SPDX-License-Identifier: Apache-2.0
#include "common/tls/context.hpp"

#include "common/tls/socket_bio.hpp"

namespace wims::tls {

namespace {

Error unusable(const std::string& file) { return {ErrorKind::usage, file + ": " + take_error()}; }

// Otherwise OpenSSL would ask for a password on the terminal.
int no_password(char*, int, int, void*) { return 0; }

bool configure(SSL_CTX* context) {
    SSL_CTX_set_default_passwd_cb(context, no_password);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

}  // namespace

Context::Context(Handle<BIO_METHOD> method, Handle<SSL_CTX> context)
    : method_(std::move(method)), context_(std::move(context)) {}

Result<std::shared_ptr<Context>> Context::create(const SSL_METHOD* method) {
    ERR_clear_error();
    Handle<SSL_CTX> context(SSL_CTX_new(method));
    auto bio = make_socket_bio_method();
    if (!context || !bio || !configure(context.get())) return Error{ErrorKind::internal, take_error()};
    return std::shared_ptr<Context>(new Context(std::move(bio), std::move(context)));
}

Result<void> Context::present(const std::string& certificate_file, const std::string& private_key_file) {
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(get(), certificate_file.c_str()) != 1) return unusable(certificate_file);
    if (SSL_CTX_use_PrivateKey_file(get(), private_key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        return unusable(private_key_file);
    if (SSL_CTX_check_private_key(get()) != 1) return unusable(private_key_file);
    return {};
}

Result<void> Context::demand(const std::string& ca_file) {
    ERR_clear_error();
    if (SSL_CTX_load_verify_file(get(), ca_file.c_str()) != 1) return unusable(ca_file);
    SSL_CTX_set_verify(get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return {};
}

Handle<SSL> Context::connection(int fd) const {
    ERR_clear_error();
    Handle<SSL> ssl(SSL_new(get()));
    if (!ssl) return nullptr;
    BIO* bio = make_socket_bio(method_.get(), fd);
    if (bio == nullptr) return nullptr;
    SSL_set_bio(ssl.get(), bio, bio);
    return ssl;
}

Result<std::string> alpn_wire(const std::vector<std::string>& names) {
    std::string wire;
    for (const auto& name : names) {
        if (name.empty() || name.size() > 255)
            return Error{ErrorKind::usage, "ALPN \"" + name + "\": no protocol name"};
        wire += static_cast<char>(name.size());
        wire += name;
    }
    return wire;
}

}  // namespace wims::tls
