// SPDX-License-Identifier: Apache-2.0
#include "media/engine/core_protection.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "media/rtcp/compound.hpp"

namespace wims::media::engine {

namespace {

constexpr std::size_t largest_packet = 2048;

srtp::Keys keys_of(const iq::CoreSdes& sdes) {
    return {srtp::find_transform(std::string_view(sdes.local.suite))->profile, sdes.local.key, sdes.remote.key};
}

Error usage(std::string text) { return {ErrorKind::usage, std::move(text), 400}; }

}  // namespace

Result<void> CoreProtection::check(const iq::StreamSpec& spec) {
    if (!spec.core_sdes) return {};
    const auto& [local, remote] = *spec.core_sdes;
    const auto* transform = srtp::find_transform(std::string_view(local.suite));
    if (transform == nullptr) return usage("no SRTP suite of ours on the core leg: " + local.suite);
    if (local.suite != remote.suite) return usage("two SRTP suites on one core leg");
    const std::size_t octets = transform->key + transform->salt;
    if (local.key.reveal().size() != octets || remote.key.reveal().size() != octets)
        return usage("an SRTP key of the wrong length on the core leg");
    return {};
}

void CoreProtection::set(std::size_t stream, const iq::StreamSpec& spec) {
    Leg& leg = legs_[stream];
    const bool moved = leg.remote != spec.core_remote;
    const bool same_keys = leg.sdes == spec.core_sdes;
    leg.remote = spec.core_remote;
    leg.sdes = spec.core_sdes;
    if (same_keys) return;
    if (!leg.sdes) return leg.srtp.reset();
    if (leg.srtp && !moved && leg.srtp->rekey(keys_of(*leg.sdes)).ok()) return;
    auto session = shared_.srtp.create(keys_of(*leg.sdes));
    leg.srtp = session ? std::move(*session) : nullptr;
}

bool CoreProtection::unprotect(std::size_t stream, Packet& packet, bool rtcp) {
    Leg& leg = legs_[stream];
    if (!leg.sdes) return true;
    const auto verdict = !leg.srtp ? srtp::Verdict::malformed
                         : rtcp    ? leg.srtp->unprotect_rtcp(packet)
                                   : leg.srtp->unprotect_rtp(packet);
    if (verdict == srtp::Verdict::good) return true;
    count(shared_.metrics, verdict == srtp::Verdict::replayed      ? Counter::srtp_replayed
                           : verdict == srtp::Verdict::unauthentic ? Counter::srtp_unauthentic
                                                                   : Counter::srtp_refused);
    return false;
}

void CoreProtection::send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                               const IpEndpoint& to) {
    Leg& leg = legs_[stream];
    if (!leg.sdes) return output_.send_core(stream, port, datagram, to);
    alignas(8) std::array<std::uint8_t, largest_packet> slot;
    if (!leg.srtp || datagram.size() < 2 || datagram.size() + srtp::tail_octets > slot.size())
        return count(shared_.metrics, Counter::srtp_refused);
    std::copy(datagram.begin(), datagram.end(), slot.begin());
    Packet packet{slot.data(), datagram.size(), slot.size()};
    const auto verdict =
        rtcp::looks_like_rtcp(datagram[1]) ? leg.srtp->protect_rtcp(packet) : leg.srtp->protect_rtp(packet);
    if (verdict != srtp::Verdict::good) return count(shared_.metrics, Counter::srtp_refused);
    output_.send_core(stream, port, packet.octets(), to);
}

}  // namespace wims::media::engine
