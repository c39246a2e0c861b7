// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "media/dtls/connection_state.hpp"

namespace wims::media::dtls {

/// Every record of one association on its way out. It keeps the last flight and sends it again as new records, which a
/// peer that has seen the old ones must hear to send its own once more. OpenSSL counts records by itself and is ended
/// after the handshake, so what it writes is numbered here. [RFC 6347 4.1, 4.2.4]
class RecordWriter {
public:
    /// What OpenSSL wrote in one go. True when it is a flight, which is then the last one.
    bool write(SSL& ssl, std::vector<Datagram>& datagrams);
    std::vector<Datagram> repeat_flight();
    /// In epoch 1; nothing before it has begun.
    std::optional<Datagram> alert(std::uint8_t level, std::uint8_t description);

    bool has_keys() const noexcept { return state_.has_value(); }
    void forget_flight() noexcept { flight_ = {}; }

private:
    Datagram number(const Datagram& datagram);
    void number_protected(Record record, Datagram& out);

    std::array<std::uint64_t, 2> next_{};  // of each epoch
    std::optional<ConnectionState> state_;
    std::uint64_t nonce_of_first_ = 0;  // explicit nonces go on from OpenSSL's, one for each number
    std::vector<Datagram> flight_;
};

}  // namespace wims::media::dtls
