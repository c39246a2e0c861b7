// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <vector>

#include "../rig.hpp"
#include "transcode/amr/mode_control.hpp"
#include "transcode/amr/payload_format.hpp"

namespace wims::transcode::amr {
namespace {

ModeControl control(const char* fmtp, std::uint8_t start = 7) {
    const auto parameters = Parameters::parse(Variant::narrow, fmtp);
    REQUIRE(parameters);
    return {*parameters, start};
}

std::vector<int> modes(ModeControl& from, int frames) {
    std::vector<int> out;
    for (int i = 0; i < frames; ++i) out.push_back(from.next());
    return out;
}

}  // namespace

TEST_CASE("RFC 4867 8.1: the mode is one of the set, changes when it may and as far as it may") {
    auto free = control("");
    CHECK(free.next() == 7);
    free.request(0);
    CHECK(free.next() == 0);

    auto set = control("mode-set=0,2,4,7; octet-align=1");
    set.request(3);
    CHECK(set.next() == 2);
    set.request(15);
    set.request(12);
    CHECK(set.next() == 2);

    auto slow = control("mode-set=0,2,4,7;mode-change-period=2;mode-change-neighbor=1");
    CHECK(slow.next() == 7);
    slow.request(0);
    CHECK(modes(slow, 7) == std::vector{7, 4, 4, 2, 2, 0, 0});
    slow.request(7);
    CHECK(modes(slow, 4) == std::vector{2, 2, 4, 4});

    CHECK(control("mode-set=2", 7).next() == 2);
    CHECK(control("mode-set=5,7", 2).next() == 5);
}

TEST_CASE("RFC 4867 4.3.1: a request in what a phone sends decides what it is sent") {
    const auto through = transcoder(pcma, amr_narrow);
    const auto audio = coded(tone(440, 8000, 8000, 1), pcma);
    const PayloadFormat format(Variant::narrow, false);
    Sink sink;
    const auto mode_sent = [&](std::uint64_t n) {
        sink.packets.clear();
        through->receive(media::Towards::core, {n, audio[n].timestamp, audio[n].payload},
                         TimePoint(milliseconds(20 * n)), sink);
        REQUIRE(sink.packets.size() == 1);
        const auto payload = format.read(sink.packets[0].payload);
        REQUIRE(payload);
        CHECK(payload->mode_request == no_request);
        return int{payload->frames[0].type};
    };
    CHECK(mode_sent(0) == 7);
    Payload request;
    request.mode_request = 2;
    request.count = 1;
    std::vector<std::uint8_t> octets(40);
    octets.resize(format.write(request, octets));
    through->receive(media::Towards::access, {0, 0, octets}, TimePoint(milliseconds(10)), sink);
    CHECK(mode_sent(1) == 2);
    CHECK(mode_sent(2) == 2);
}

}  // namespace wims::transcode::amr
