// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/result.hpp>

#include "common/tls/openssl_handle.hpp"

namespace wims::tls {

/// What every TLS connection of ours shares, server or client: 1.2 or later, AEAD suites with forward secrecy only, no
/// renegotiation, no session cache, no password prompt. A channel keeps it alive.
class Context {
public:
    /// internal: OpenSSL has no memory.
    static Result<std::shared_ptr<Context>> create(const SSL_METHOD* method);

    /// PEM. usage: a file that cannot be read, is no PEM, or a key that is not the certificate's; the text names the
    /// file.
    Result<void> present(const std::string& certificate_file, const std::string& private_key_file);
    /// Peers must show a certificate that chains to one in the file. usage: as above.
    Result<void> demand(const std::string& ca_file);

    SSL_CTX* get() const noexcept { return context_.get(); }
    /// A connection on the descriptor, which it does not own; null when memory ran out.
    Handle<SSL> connection(int fd) const;

private:
    Context(Handle<BIO_METHOD> method, Handle<SSL_CTX> context);

    Handle<BIO_METHOD> method_;
    Handle<SSL_CTX> context_;
};

/// Protocol names in the form of the wire. [RFC 7301 3.1] usage: an empty name or one of more than 255 octets.
Result<std::string> alpn_wire(const std::vector<std::string>& names);

}  // namespace wims::tls
