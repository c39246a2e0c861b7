// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "media/iq/handshake_queue.hpp"
#include "support/recording_host.hpp"

using namespace wims;
using namespace wims::media;

namespace {

std::vector<std::uint8_t> hello(std::size_t i) {
    return {22, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
}

std::size_t number(const std::vector<std::uint8_t>& octets) {
    return static_cast<std::size_t>(octets[1] << 8 | octets[2]);
}

}  // namespace

TEST_CASE("AGW-08: a few datagrams of handshakes a round, the others in order after them") {
    test::RecordingHost host;
    HandshakeQueue queue(host);
    const auto from = *IpEndpoint::from({"192.0.2.1", 5});
    CHECK(queue.idle());
    for (std::size_t i = 0; i < 10; ++i) CHECK(queue.admit(hello(i), from) == (i < HandshakeQueue::a_round));
    CHECK(host.counted("agw.handshakes_delayed") == 6);
    std::size_t next = HandshakeQueue::a_round;
    while (!queue.idle()) {
        const auto due = queue.next_round();
        CHECK(due.size() <= HandshakeQueue::a_round);
        for (const auto& waiting : due) {
            CHECK(number(waiting.octets) == next++);
            CHECK(waiting.from == from);
        }
        if (next == 2 * HandshakeQueue::a_round) CHECK_FALSE(queue.admit(hello(10), from));
    }
    CHECK(next == 11);  // the one that came meanwhile waited behind the others
}

TEST_CASE("AGW-08: a flood of handshakes takes no more than its places") {
    test::RecordingHost host;
    HandshakeQueue queue(host);
    const auto from = *IpEndpoint::from({"192.0.2.1", 5});
    for (std::size_t i = 0; i < 5000; ++i) queue.admit(hello(i), from);
    CHECK(host.counted("agw.handshakes_delayed") == HandshakeQueue::places);
    CHECK(host.counted("agw.handshakes_dropped") == 5000 - HandshakeQueue::a_round - HandshakeQueue::places);
    std::size_t waited = 0;
    while (!queue.idle()) waited += queue.next_round().size();
    CHECK(waited == HandshakeQueue::places);
    CHECK(queue.admit(hello(0), from));
}

TEST_CASE("AGW-08: alerts, data and media are no handshake") {
    for (const int first : {20, 22})
        CHECK(HandshakeQueue::concerns(std::vector<std::uint8_t>{static_cast<std::uint8_t>(first)}));
    for (const int first : {0, 1, 21, 23, 128})
        CHECK_FALSE(HandshakeQueue::concerns(std::vector<std::uint8_t>{static_cast<std::uint8_t>(first)}));
    CHECK_FALSE(HandshakeQueue::concerns({}));
}
