// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>

#include <cstdint>
#include <span>
#include <vector>

namespace wims::media::dtls {

/// What one association reads and writes, a datagram at a time.
struct DatagramPipe {
    std::span<const std::uint8_t> incoming;           ///< taken whole by one read
    std::vector<std::vector<std::uint8_t>> outgoing;  ///< one entry for each write
    std::size_t mtu = 1200;                           ///< UDP payload that surely passes
};

/// A BIO over `pipe`, which outlives it. OpenSSL's memory BIO joins datagrams and knows no MTU: this one keeps the
/// boundaries and answers the queries.
BIO* new_datagram_bio(DatagramPipe& pipe);

}  // namespace wims::media::dtls
