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
