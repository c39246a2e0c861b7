// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <wims/media/codec_factory.hpp>

namespace wims::transcode {

/// Packets in the order of their numbers. What comes in order goes on at once: the receiver behind has a playout buffer of
/// its own. A missing packet is waited for as long as late ones have lately needed, from 0 to 60 ms.
class ReorderBuffer {
public:
    static constexpr Duration longest_wait = std::chrono::milliseconds(60);

    struct Held {
        bool used = false;
        std::uint64_t sequence = 0;
        std::int64_t timestamp = 0;
        TimePoint arrived{};
        std::vector<std::uint8_t> payload;  // keeps its room
    };

    enum class Verdict : std::uint8_t { next, held, late };
    /// `next`: play it now, then take what became ready; nothing is kept of it. `late`: its place has passed.
    Verdict receive(const media::CodedPacket& packet, TimePoint now);

    /// The first packet that may be played now: because it is the next one, or since the wait for those before it is
    /// over. Until the next call. `lost`: how many numbers are missing before it.
    const Held* take(TimePoint now, std::uint64_t& lost);
    std::optional<TimePoint> deadline() const;
    Duration wait() const noexcept { return wait_; }

private:
    static constexpr std::size_t places = 8;

    Held* first();
    const Held* first() const { return const_cast<ReorderBuffer*>(this)->first(); }
    void learn_wait(TimePoint now);

    std::array<Held, places> held_;
    std::size_t count_ = 0;
    std::optional<std::uint64_t> next_;
    Duration wait_{};
    TimePoint given_up_{};  // when the wait for a packet last ended
    TimePoint calm_since_{};
};

}  // namespace wims::transcode
