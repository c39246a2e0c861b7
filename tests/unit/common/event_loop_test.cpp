// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <vector>

#include "common/runtime/event_loop.hpp"

using namespace wims;
using namespace std::chrono_literals;

TEST_CASE("event loop: tasks posted from other threads run in order on its thread") {
    LoopThread thread("test");
    std::vector<int> seen;
    bool inside = true;
    for (int i = 0; i < 100; ++i)
        thread.loop().post([&, i] {
            inside = inside && thread.loop().on_thread();
            seen.push_back(i);
        });
    thread.run_and_wait([] {});
    CHECK(inside);
    REQUIRE(seen.size() == 100);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("event loop: timers fire in order, cancelled ones do not, sockets report readiness") {
    EventLoop loop;
    int pair[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    std::string trace;
    loop.watch(pair[0], EPOLLIN, [&](std::uint32_t) {
        char c;
        if (read(pair[0], &c, 1) == 1) trace += c;
    });
    loop.after(20ms, [&] { loop.stop(); });
    const auto gone = loop.after(5ms, [&] { trace += 'x'; });
    loop.after(10ms, [&] { trace += 'b'; });
    loop.after(1ms, [&] {
        trace += 'a';
        loop.cancel(gone);
    });
    REQUIRE(write(pair[1], "s", 1) == 1);
    loop.run();
    CHECK(trace == "sab");
    close(pair[0]);
    close(pair[1]);
}

TEST_CASE("event loop: a watch may remove itself and others while it runs") {
    EventLoop loop;
    int a[2], b[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, a) == 0);
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, b) == 0);
    int calls = 0;
    const auto drop_both = [&](std::uint32_t) {
        ++calls;
        loop.unwatch(a[0]);
        loop.unwatch(b[0]);
        loop.after(5ms, [&] { loop.stop(); });
    };
    loop.watch(a[0], EPOLLIN, drop_both);
    loop.watch(b[0], EPOLLIN, drop_both);
    REQUIRE(write(a[1], "1", 1) == 1);
    REQUIRE(write(b[1], "1", 1) == 1);
    loop.run();
    CHECK(calls == 1);
    for (int fd : {a[0], a[1], b[0], b[1]}) close(fd);
}

TEST_CASE("event loop: a descriptor opened during a round gets nothing that was meant for the one closed before it") {
    EventLoop loop;
    int a[2], b[2], c[2] = {-1, -1};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, a) == 0);
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, b) == 0);
    std::string trace;
    // Whichever runs first replaces the other by a silent socket of the same number.
    const auto replace = [&](int other) {
        trace += 'r';
        loop.unwatch(other);
        close(other);
        REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, c) == 0);
        REQUIRE(c[0] == other);
        loop.watch(c[0], EPOLLIN, [&](std::uint32_t) { trace += 'x'; });
        loop.after(5ms, [&] { loop.stop(); });
    };
    loop.watch(a[0], EPOLLIN, [&](std::uint32_t) {
        char octet;
        REQUIRE(read(a[0], &octet, 1) == 1);
        replace(b[0]);
    });
    loop.watch(b[0], EPOLLIN, [&](std::uint32_t) {
        char octet;
        REQUIRE(read(b[0], &octet, 1) == 1);
        replace(a[0]);
    });
    REQUIRE(write(a[1], "1", 1) == 1);
    REQUIRE(write(b[1], "1", 1) == 1);
    loop.run();
    CHECK(trace == "r");
    for (int fd : {a[0], a[1], b[1], c[1], b[0]}) close(fd);
}

TEST_CASE("event loop: after a rest what gathered meanwhile comes in one round") {
    EventLoop loop;
    int pair[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    const auto begin = loop.now();
    int rounds = 0;
    TimePoint second{};
    loop.watch(pair[0], EPOLLIN, [&](std::uint32_t) {
        char octet;
        REQUIRE(read(pair[0], &octet, 1) == 1);
        if (++rounds == 1) loop.rest(20ms);
        else second = loop.now();
        if (rounds == 2) loop.stop();
    });
    REQUIRE(write(pair[1], "1", 1) == 1);
    REQUIRE(write(pair[1], "2", 1) == 1);
    loop.run();
    CHECK(second - begin >= 20ms);
    for (int fd : pair) close(fd);
}
