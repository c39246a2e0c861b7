// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "media/dtls/connection_state.hpp"
#include "media/srtp/replay_window.hpp"

namespace wims::media::dtls {

/// What an established association still listens for: the peer's alerts, and its last flight when it sends it again.
/// Everything else is dropped, records of epoch 0 first of all: anybody could have written them.
class RecordReader {
public:
    explicit RecordReader(const ConnectionState& state) noexcept : state_(state) {}

    struct Heard {
        bool flight_repeated = false;
        std::optional<std::uint8_t> alert;  ///< the first description that ends the association: close_notify, or fatal
    };
    Heard receive(std::span<const std::uint8_t> datagram);

private:
    ConnectionState state_;
    srtp::ReplayWindow<64> seen_;
};

}  // namespace wims::media::dtls
