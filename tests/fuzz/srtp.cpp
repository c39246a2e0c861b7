// SPDX-License-Identifier: Apache-2.0
// The same keys and packets to our SRTP and to libsrtp2: they must agree on every verdict and every octet.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "media/rtp/octets.hpp"
#include "media/srtp/session.hpp"

namespace {

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;
using Octets = std::vector<std::uint8_t>;

void must(bool holds) {
    if (!holds) std::abort();
}

/// What is left of the fuzzer's input; zeros behind its end.
struct Input {
    std::span<const std::uint8_t> octets;
    std::uint8_t u8() {
        if (octets.empty()) return 0;
        const std::uint8_t first = octets.front();
        octets = octets.subspan(1);
        return first;
    }
    std::uint16_t u16() {
        const std::uint8_t high = u8();
        return static_cast<std::uint16_t>(high << 8 | u8());
    }
    Octets take(std::size_t n) {
        n = std::min(n, octets.size());
        const Octets taken(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(n));
        octets = octets.subspan(n);
        return taken;
    }
};

struct Slot {
    alignas(8) std::array<std::uint8_t, 600> octets{};
    Packet packet{octets.data(), 0, octets.size()};
    explicit Slot(const Octets& from) {
        packet.size = std::min(from.size(), octets.size() - tail_octets);
        std::copy_n(from.begin(), packet.size, octets.begin());
    }
    Octets text() const { return {packet.data, packet.data + packet.size}; }
};

Backend& backend(SrtpBackend which) {
    static const auto ours = std::move(*make_backend(SrtpBackend::openssl));
    static const auto theirs = std::move(*make_backend(SrtpBackend::libsrtp2));
    return which == SrtpBackend::openssl ? *ours : *theirs;
}

Keys keys(Profile profile, char local, char remote) {
    const std::size_t size = key_octets(profile) + salt_octets(profile);
    return {profile, Secret(std::string(size, local)), Secret(std::string(size, remote))};
}

/// libsrtp2 looks at some lengths after the window or the tag: which reason is given for a malformed packet may differ.
bool alike(Verdict ours, Verdict theirs) {
    if (ours == Verdict::good || theirs == Verdict::good) return ours == theirs;
    return ours == theirs || ours == Verdict::malformed || theirs == Verdict::malformed;
}

/// One end on both back-ends at once.
class Both {
public:
    explicit Both(const Keys& keys)
        : ours_(std::move(*backend(SrtpBackend::openssl).create(keys))),
          theirs_(std::move(*backend(SrtpBackend::libsrtp2).create(keys))) {}

    void rekey(const Keys& keys) { must(ours_->rekey(keys).ok() && theirs_->rekey(keys).ok()); }

    Octets protect(const Octets& clear, bool rtcp) {
        if (rtcp && clear.size() >= 8 && started_.insert(get_u32(&clear[4])).second) skip_first_index(clear);
        return run(clear, rtcp ? &Session::protect_rtcp : &Session::protect_rtp);
    }
    void unprotect(const Octets& octets, bool rtcp) {
        run(octets, rtcp ? &Session::unprotect_rtcp : &Session::unprotect_rtp);
    }

private:
    // The first SRTCP index is 0 by RFC 3711 3.2.1, and 1 by libsrtp2.
    void skip_first_index(const Octets& clear) {
        Slot slot(clear);
        ours_->protect_rtcp(slot.packet);
    }
    Octets run(const Octets& octets, Verdict (Session::*operation)(Packet&)) {
        Slot one(octets), other(octets);
        const auto verdict = (*ours_.*operation)(one.packet);
        const auto their_verdict = (*theirs_.*operation)(other.packet);
        must(alike(verdict, their_verdict));
        if (verdict != Verdict::good) return {};
        must(one.text() == other.text());
        return one.text();
    }

    std::unique_ptr<Session> ours_, theirs_;
    std::set<std::uint32_t> started_;
};

Octets rtp(Input& input, std::uint16_t sequence) {
    Octets packet(12);
    packet[0] = 0x80 | (input.u8() & 0x3F);
    put_u16(&packet[2], sequence);
    packet[11] = input.u8() & 0x3F;
    const auto more = input.take(input.u8());
    packet.insert(packet.end(), more.begin(), more.end());
    return packet;
}

Octets rtcp(Input& input) {
    Octets packet{0x80, 200, 0, 1, 0, 0, 0, static_cast<std::uint8_t>(input.u8() & 0x3F)};
    const auto more = input.take(input.u8() & 0x3F);
    packet.insert(packet.end(), more.begin(), more.end());
    return packet;
}

void damage(Input& input, Octets& packet) {
    const std::uint8_t how = input.u8();
    if (packet.empty() || how % 2 == 0) return;
    packet[input.u16() % packet.size()] ^= input.u8();
    if (how % 8 == 1) packet.resize(input.u16() % packet.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4096) return 0;
    Input input{{data, size}};
    auto profile = transforms[input.u8() % transforms.size()].profile;
    Both sender(keys(profile, 's', 'r')), receiver(keys(profile, 'r', 's'));
    struct Sent {
        Octets octets;
        bool rtcp;
    };
    std::vector<Sent> sent;
    std::uint16_t sequence = input.u16();
    while (!input.octets.empty()) {
        const std::uint8_t what = input.u8();
        switch (what % 8) {
            case 0: sequence = input.u16(); [[fallthrough]];
            case 1:
            case 2: sent.push_back({sender.protect(rtp(input, ++sequence), false), false}); break;
            case 3: sent.push_back({sender.protect(rtcp(input), true), true}); break;
            case 4:
            case 5: {
                if (sent.empty()) break;
                auto packet = sent[input.u8() % sent.size()];
                damage(input, packet.octets);
                receiver.unprotect(packet.octets, packet.rtcp);
                break;
            }
            case 6: receiver.unprotect(input.take(input.u8()), input.u8() % 2 == 0); break;
            case 7: {
                if (what % 32 != 7) break;
                const char fresh = static_cast<char>(input.u8());
                profile = transforms[input.u8() % transforms.size()].profile;
                sender.rekey(keys(profile, fresh, 'r'));
                receiver.rekey(keys(profile, 'r', fresh));
                break;
            }
        }
    }
    return 0;
}
