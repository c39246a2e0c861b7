// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <optional>

#include "media/dtls/record.hpp"

namespace wims::media::dtls {

/// The keys of one direction of epoch 1, and what they do to a record: AES-GCM and ChaCha20-Poly1305. Wiped at its end.
/// [RFC 5246 6.1, 6.2.3.3, RFC 5288, RFC 7905]
class ConnectionState {
public:
    /// What this end writes with, and what it reads with. Once `ssl` has a master secret; nothing when its cipher suite is
    /// of another kind.
    static std::optional<ConnectionState> writing(SSL& ssl);
    static std::optional<ConnectionState> reading(SSL& ssl);
    ConnectionState(const ConnectionState&) = default;
    ConnectionState& operator=(const ConnectionState&) = default;
    ~ConnectionState();

    /// The plaintext, or nothing when the tag is wrong.
    std::optional<Datagram> open(const Record& record) const;
    /// The fragment of `record`, whose own is plaintext. `explicit_nonce` is GCM's and never the same twice.
    std::optional<Datagram> seal(const Record& record, std::uint64_t explicit_nonce) const;
    /// What a fragment has of it; 0 where the record's number is the nonce.
    std::uint64_t explicit_nonce(const Record& record) const noexcept;

private:
    struct Suite;
    static const Suite* suite_of(SSL& ssl) noexcept;
    static std::optional<ConnectionState> derive(SSL& ssl, bool of_server);
    explicit ConnectionState(const Suite& suite) noexcept : suite_(&suite) {}

    std::array<std::uint8_t, 12> nonce(const Record& record, std::uint64_t explicit_nonce) const noexcept;

    const Suite* suite_;
    std::array<std::uint8_t, 32> key_{};
    std::array<std::uint8_t, 12> iv_{};
};

}  // namespace wims::media::dtls
