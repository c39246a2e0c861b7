// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/tls/openssl_handle.hpp"

namespace wims::tls {

/// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE; a library must not touch the host's signals.
/// This one sends with MSG_NOSIGNAL. The method outlives every BIO made with it.
Handle<BIO_METHOD> make_socket_bio_method();

/// Does not own the descriptor.
BIO* make_socket_bio(const BIO_METHOD* method, int fd);

}  // namespace wims::tls
