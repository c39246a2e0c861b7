// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <random>

namespace wims::transcode {

TEST_CASE("Garbage is counted and changes nothing; what follows is heard") {
    std::mt19937 dice(11);
    for (const auto& from : {opus, g722, pcma, amr_narrow, amr_aligned, amr_wide, amr_wide_aligned, pcm_16}) {
        CAPTURE(from.encoding);
        const auto through = transcoder(from, from.encoding == "PCMA" ? opus : pcma);
        Sink sink;
        std::uint64_t sequence = 0;
        std::int64_t timestamp = 0;
        TimePoint now(std::chrono::seconds(1));
        for (int i = 0; i < 3000; ++i, now += milliseconds(5)) {
            std::vector<std::uint8_t> payload(dice() % (i % 10 == 0 ? 1500 : 80));
            for (auto& octet : payload) octet = static_cast<std::uint8_t>(dice());
            sequence += dice() % 50 == 0 ? dice() % 3000 : 1;
            timestamp += dice() % 40 == 0 ? static_cast<std::int64_t>(dice()) - 0x7FFFFFFF : 160;
            const std::size_t before = sink.packets.size();
            through->receive(media::Towards::core, {sequence - dice() % 3, timestamp, payload}, now, sink);
            if (i % 7 == 0) through->handle_time(now, sink);
            CHECK(sink.packets.size() - before <= 12 * 9);
        }
        const auto packets = coded(tone(440, 8000, pcm_for(from).clock_rate, 1), from);
        const std::size_t before = sink.packets.size();
        for (const auto& packet : packets)
            through->receive(media::Towards::core, {++sequence, timestamp + packet.timestamp, packet.payload},
                             now += milliseconds(20), sink);
        CHECK(sink.packets.size() - before >= packets.size() - 10);
    }
}

TEST_CASE("Settings out of range are refused by name") {
    CHECK_FALSE(make_codecs({11, 5, 7, 2, false}));
    CHECK_FALSE(make_codecs({5, 101, 7, 2, false}));
    CHECK_FALSE(make_codecs({5, 5, 8, 2, false}));
    const auto refused = make_codecs({5, 5, 7, 9, false});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().text.find("amr_wb_mode") != std::string::npos);
}

}  // namespace wims::transcode
