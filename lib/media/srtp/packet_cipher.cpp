// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/packet_cipher.hpp"

#include "media/srtp/counter_mode.hpp"
#include "media/srtp/galois_counter_mode.hpp"

namespace wims::media::srtp {

std::unique_ptr<PacketCipher> PacketCipher::create(const Transform& transform, const Secret& master) {
    const KeyDerivation derivation(transform, master);
    SessionKeys rtp, rtcp;
    if (!derivation.derive_rtp(rtp) || !derivation.derive_rtcp(rtcp)) return nullptr;
    if (transform.aead) return GaloisCounterMode::create(transform, rtp, rtcp);
    return CounterMode::create(transform, rtp, rtcp);
}

}  // namespace wims::media::srtp
