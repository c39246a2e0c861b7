// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include "signalling/adapters/sofia/root_thread.hpp"

namespace wims::sofia {
namespace {

using namespace std::chrono_literals;

TEST_CASE("RootThread: tasks from other threads run in order, on the thread, and wake it") {
    RootThread thread("test");
    std::vector<int> order;
    for (int i = 0; i < 1000; ++i)
        thread.post([&order, i, &thread] {
            if (thread.on_thread()) order.push_back(i);
        });
    thread.run_and_wait([] {});
    REQUIRE(order.size() == 1000);
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK_FALSE(thread.on_thread());
}

TEST_CASE("RootThread: a timer fires at its time, a cancelled one never, one started by a timer too") {
    RootThread thread("test");
    std::promise<Duration> fired;
    bool cancelled_ran = false;
    thread.run_and_wait([&] {
        const auto start = thread.now();
        const auto id = thread.after(5ms, [&] { cancelled_ran = true; });
        thread.cancel(id);
        thread.after(10ms, [&, start] { thread.after(20ms, [&, start] { fired.set_value(thread.now() - start); }); });
    });
    auto future = fired.get_future();
    REQUIRE(future.wait_for(5s) == std::future_status::ready);
    CHECK(future.get() >= 30ms);
    thread.run_and_wait([&] { CHECK_FALSE(cancelled_ran); });
}

TEST_CASE("RootThread: what was posted before the end still runs") {
    int ran = 0;
    {
        RootThread thread("test");
        thread.post([&] { ++ran; });
    }
    CHECK(ran == 1);
}

}  // namespace
}  // namespace wims::sofia
