// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/w1/key_source.hpp>

namespace wims::signalling {

struct HttpsKeySourceConfig {
    std::string ca_file;                                 ///< PEM; empty: the system's certification authorities
    Duration timeout = std::chrono::milliseconds(1500);  ///< for the whole fetch, shorter than a registration waits
    std::size_t largest = 65536;                         ///< octets of a key set; more is an error
};

/// GET over HTTPS by libcurl (build option WIMS_WITH_CURL), on one thread of its own for all issuers. TLS 1.2 or later,
/// the server's certificate and name are checked, no redirect is followed, no proxy and no credentials are used; only
/// 200 counts. Destroying it ends what is under way: each `done` then runs with ErrorKind::cancelled before the
/// destructor returns. libcurl's global state is initialised with the first one and kept. usage: the CA file is not there.
WIMS_API Result<std::unique_ptr<w1::KeySource>> make_https_key_source(const HttpsKeySourceConfig& config);

}  // namespace wims::signalling
