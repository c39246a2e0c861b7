// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include <wims/common/result.hpp>

#include <wims/media/packet.hpp>
#include "media/srtp/keys.hpp"

namespace wims::media::srtp {

enum class Verdict : std::uint8_t {
    good,
    replayed,     ///< seen before, or too old to know
    unauthentic,  ///< wrong tag; nothing was changed by it
    malformed,    ///< shorter than its own header, or no room left for the tag
    limit,        ///< one synchronisation source more than a session may have
};

/// Room that protect needs behind a packet.
inline constexpr std::size_t tail_octets = 32;
/// Sources one session keeps state for, in each direction.
inline constexpr std::size_t max_sources = 32;

/// The SRTP and SRTCP state of one DTLS association, both directions, in place. One thread. [RFC 3711, RFC 7714]
class Session {
public:
    virtual ~Session() = default;
    virtual Verdict protect_rtp(Packet& packet) = 0;
    virtual Verdict protect_rtcp(Packet& packet) = 0;
    virtual Verdict unprotect_rtp(Packet& packet) = 0;
    virtual Verdict unprotect_rtcp(Packet& packet) = 0;
};

/// Where sessions come from. Outlives them.
class Backend {
public:
    virtual ~Backend() = default;
    virtual Result<std::unique_ptr<Session>> create(const Keys& keys) = 0;
};

/// The back-end this library was built with; fails with usage when there is none.
Result<std::unique_ptr<Backend>> default_backend();

}  // namespace wims::media::srtp
