// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "media/srtp/packet_cipher.hpp"
#include "media/srtp/session.hpp"
#include "media/srtp/source.hpp"

namespace wims::media::srtp {

/// SRTP on OpenSSL's ciphers. A packet costs no heap operation unless it is the first of its source.
class OpensslSession final : public Session {
public:
    static Result<std::unique_ptr<Session>> create(const Keys& keys);

    Verdict protect_rtp(Packet& packet) override;
    Verdict protect_rtcp(Packet& packet) override;
    Verdict unprotect_rtp(Packet& packet) override;
    Verdict unprotect_rtcp(Packet& packet) override;
    Result<void> rekey(const Keys& keys) override;

private:
    struct Direction {
        std::unique_ptr<PacketCipher> cipher;
        SourceTable sources;
    };

    OpensslSession() = default;

    const Transform* transform_ = nullptr;
    Direction sent_, received_;
};

}  // namespace wims::media::srtp
