// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include "media/dtls/association.hpp"
#include "raw_peer.hpp"

namespace wims::test {

inline const media::dtls::Endpoint& gateway() {
    static const auto endpoint = media::dtls::Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000)));
    return **endpoint;
}

/// Carries datagrams to and fro until nobody has anything to say; every one is within the path's MTU.
inline void talk(media::dtls::Association& association, RawPeer& peer) {
    peer.step();
    for (int round = 0; round < 40; ++round) {
        const auto from_peer = peer.take();
        for (const auto& datagram : from_peer) association.receive(datagram);
        const auto from_gateway = association.take_outgoing();
        for (const auto& datagram : from_gateway) {
            CHECK(datagram.size() <= 1200);
            peer.receive(datagram);
        }
        if (from_peer.empty() && from_gateway.empty()) return;
    }
}

inline media::dtls::Association server_for(const RawPeer& peer) {
    return {gateway(), w3::DtlsRole::server, {peer.fingerprint()}};
}

}  // namespace wims::test
