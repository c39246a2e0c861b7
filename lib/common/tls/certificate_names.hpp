// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/x509.h>

#include <string>
#include <vector>

namespace wims::tls {

/// The subject's common name (empty when it has none or more than one), then each DNS name, IP address and URI of
/// subjectAltName. A name with an octet of zero in it is left out: it is there to deceive.
std::vector<std::string> certificate_names(const X509& certificate);

}  // namespace wims::tls
