// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

namespace wims::media::rtcp {

/// When the next regular RTCP packet of one member of a session is due: seldom enough for the session's bandwidth, at
/// times that no two members share. [RFC 3550 6.2, 6.3, A.7]
class Schedule {
public:
    struct Session {
        double octets_a_second = 0;  ///< of RTCP, all members together: 5 % of the session's bandwidth
        Duration minimum{};
    };
    /// Who is there, we among them.
    struct Members {
        unsigned all = 1;
        unsigned senders = 0;
        bool we_sent = false;
    };

    /// The minimum of 5 s, or with AVPF the reduced one of 360 s divided by the kbit/s of the session, at least 1 s.
    /// [RFC 3550 6.2, RFC 4585 3.4]
    static Session session(unsigned kbits_a_second, bool avpf) noexcept;

    /// `seed`: of the randomness.
    Schedule(const Session& session, std::uint64_t seed) noexcept;
    void change(const Session& session) noexcept { session_ = session; }

    /// From here on; again: no effect.
    void begin(const Members& members, TimePoint now) noexcept;
    std::optional<TimePoint> due() const noexcept { return due_; }
    /// At due(): whether to send now. If not, who is there has changed and due() is later: timer reconsideration. If so,
    /// the next one is planned. [RFC 3550 6.3.6]
    bool expired(const Members& members, TimePoint now) noexcept;
    /// Octets of a compound sent or received, without UDP and IP.
    void passed(std::size_t octets) noexcept;

private:
    Duration interval(const Members& members) noexcept;
    double random() noexcept;

    Session session_;
    std::uint64_t state_;
    bool initial_ = true;
    double average_octets_ = 128;
    TimePoint previous_{};
    std::optional<TimePoint> due_;
};

}  // namespace wims::media::rtcp
