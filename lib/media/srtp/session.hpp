// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include <wims/common/result.hpp>

#include <wims/media/packet.hpp>
#include <wims/media/srtp_backend.hpp>
#include "media/srtp/keys.hpp"

namespace wims::media::srtp {

enum class Verdict : std::uint8_t {
    good,
    replayed,     ///< seen before, or too old to know; when protecting: this number was used already
    unauthentic,  ///< wrong tag; no state was changed by it
    malformed,    ///< shorter than its own header, in clear, or no room left for the tag
    limit,        ///< one synchronisation source more than a session may have
};

/// Room that protect needs behind a packet.
inline constexpr std::size_t tail_octets = 32;
/// Sources one session keeps state for, in each direction.
inline constexpr std::size_t max_sources = 32;
/// How far behind the newest a packet may come: 64 at least. [RFC 3711 3.3.2]
inline constexpr std::size_t rtp_window = 1024, rtcp_window = 128;

/// The SRTP and SRTCP state of one pair of master keys, both directions, in place. A packet that is not good is of no
/// more use. One thread. [RFC 3711, RFC 7714]
class Session {
public:
    virtual ~Session() = default;
    virtual Verdict protect_rtp(Packet& packet) = 0;
    virtual Verdict protect_rtcp(Packet& packet) = 0;
    virtual Verdict unprotect_rtp(Packet& packet) = 0;
    virtual Verdict unprotect_rtcp(Packet& packet) = 0;

    /// New master keys for the same ends: roll-over counters and SRTCP indices go on. [RFC 3711 3.3.1] Fails with usage
    /// for a key of the wrong length; then nothing has changed.
    virtual Result<void> rekey(const Keys& keys) = 0;
};

/// Where sessions come from. Outlives them.
class Backend {
public:
    virtual ~Backend() = default;
    virtual Result<std::unique_ptr<Session>> create(const Keys& keys) = 0;
};

/// usage: this library was built without it.
Result<std::unique_ptr<Backend>> make_backend(SrtpBackend which);

}  // namespace wims::media::srtp
