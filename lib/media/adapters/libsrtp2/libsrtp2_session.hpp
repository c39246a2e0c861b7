// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <srtp2/srtp.h>

#include <array>
#include <memory>

#include "media/srtp/session.hpp"

namespace wims::media::srtp {

class Libsrtp2Session final : public Session {
public:
    static Result<std::unique_ptr<Session>> create(const Keys& keys);
    ~Libsrtp2Session() override;

    Verdict protect_rtp(Packet& packet) override;
    Verdict protect_rtcp(Packet& packet) override;
    Verdict unprotect_rtp(Packet& packet) override;
    Verdict unprotect_rtcp(Packet& packet) override;
    Result<void> rekey(const Keys& keys) override;

private:
    /// The sources one direction has state for; libsrtp would take any number of them.
    struct Sources {
        std::array<std::uint32_t, max_sources> ssrc{};
        std::size_t count = 0;
        bool has_room_for(std::uint32_t source) const noexcept;
        void remember(std::uint32_t source) noexcept;
    };
    using Transform = srtp_err_status_t (*)(srtp_t, void*, int*);

    Libsrtp2Session() = default;
    static Verdict run(srtp_t session, Sources& sources, Transform transform, Packet& packet, std::size_t ssrc_at,
                       std::size_t tail);

    srtp_t outbound_ = nullptr;
    srtp_t inbound_ = nullptr;
    Sources sent_;
    Sources received_;
};

}  // namespace wims::media::srtp
