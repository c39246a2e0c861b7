// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/schedule.hpp"

#include <algorithm>

namespace wims::media::rtcp {

namespace {

constexpr double udp_ip_octets = 28;
constexpr double compensation = 2.71828 - 1.5;  // for what reconsideration makes of the average [RFC 3550 A.7]

Duration seconds(double s) { return std::chrono::nanoseconds(static_cast<std::int64_t>(s * 1e9)); }

}  // namespace

Schedule::Session Schedule::session(unsigned kbits_a_second, bool avpf) noexcept {
    const double reduced = std::max(1.0, 360.0 / kbits_a_second);
    return {kbits_a_second * 1000 / 8 * 0.05, seconds(avpf ? std::min(5.0, reduced) : 5.0)};
}

Schedule::Schedule(const Session& session, std::uint64_t seed) noexcept : session_(session), state_(seed | 1) {}

void Schedule::begin(const Members& members, TimePoint now) noexcept {
    if (due_) return;
    previous_ = now;
    due_ = now + interval(members);
}

/// 0.5 to 1.5, by xorshift64*.
double Schedule::random() noexcept {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return 0.5 + static_cast<double>((state_ * 0x2545F4914F6CDD1DULL) >> 11) / static_cast<double>(1ULL << 53);
}

Duration Schedule::interval(const Members& members) noexcept {
    double bandwidth = session_.octets_a_second;
    double n = members.all;
    if (members.senders > 0 && members.senders <= members.all * 0.25) {
        bandwidth *= members.we_sent ? 0.25 : 0.75;
        n = members.we_sent ? members.senders : members.all - members.senders;
    }
    const Duration minimum = initial_ ? session_.minimum / 2 : session_.minimum;
    const Duration calculated = std::max(seconds(average_octets_ * n / bandwidth), minimum);
    return seconds(std::chrono::duration<double>(calculated).count() * random() / compensation);
}

bool Schedule::expired(const Members& members, TimePoint now) noexcept {
    if (!due_ || now < *due_) return false;
    due_ = previous_ + interval(members);
    if (*due_ > now) return false;
    initial_ = false;
    previous_ = now;
    due_ = now + interval(members);
    return true;
}

void Schedule::passed(std::size_t octets) noexcept {
    average_octets_ += (static_cast<double>(octets) + udp_ip_octets - average_octets_) / 16;
}

}  // namespace wims::media::rtcp
