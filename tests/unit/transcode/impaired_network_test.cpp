// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"
#include "support/network/impaired_path.hpp"

namespace wims::transcode {
namespace {

/// Each packet over `network` at its time, the transcoder's own deadlines kept.
void play(const std::vector<Sent>& packets, test::ImpairedPath& network, media::Transcoder& through, Sink& sink) {
    TimePoint now = TimePoint(std::chrono::seconds(1));
    for (std::size_t i = 0; i < packets.size() + 10; ++i) {
        const std::vector<std::uint8_t> number{static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
        if (i < packets.size()) network.send(number, now);
        for (int ms = 0; ms < 20; ++ms, now += milliseconds(1)) {
            while (const auto arrived = network.take(now)) {
                const auto index = static_cast<std::size_t>((*arrived)[0] << 8 | (*arrived)[1]);
                through.receive(media::Towards::core, {index, packets[index].timestamp, packets[index].payload}, now,
                                sink);
            }
            if (const auto due = through.deadline(); due && *due <= now && i < packets.size())
                through.handle_time(now, sink);
        }
    }
}

}  // namespace

TEST_CASE("AUD-03: jitter, losses, overtaking and doubled packets: no gap, and only what was lost is made up") {
    test::Impairments bad;
    bad.loss = 0.03;
    bad.duplication = 0.02;
    bad.reordering = 0.05;
    bad.reorder_by = milliseconds(30);
    bad.jitter = milliseconds(15);
    for (const auto& [from, to] : {std::pair{opus, pcma}, {pcma, opus}, {amr_wide, opus}, {opus, amr_wide}}) {
        CAPTURE(from.encoding);
        CAPTURE(to.encoding);
        const auto packets = coded(tone(500, 8000, pcm_for(from).clock_rate, 20), from);
        test::ImpairedPath network(bad, 21);
        const auto through = transcoder(from, to);
        Sink sink;
        play(packets, network, *through, sink);
        for (std::size_t i = 1; i < sink.packets.size(); ++i)
            CHECK(sink.packets[i].timestamp - sink.packets[i - 1].timestamp == to.clock_rate / 50);
        CHECK(sink.packets.size() + 2 >= packets.size());
        const auto statistics = through->statistics(media::Towards::core);
        const auto lost = network.fates().lost;
        CHECK(lost > 20);
        CHECK(network.fates().held_back > 30);
        CHECK(statistics.rejected == 0);
        CHECK(statistics.concealed_ms >= 20 * lost * 9 / 10);
        CHECK(statistics.concealed_ms <= 20 * (lost + lost / 4));
        CHECK(through->delay(media::Towards::core) <= milliseconds(110));
    }
}

}  // namespace wims::transcode
