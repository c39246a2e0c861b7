// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <optional>

#include <wims/common/async.hpp>

#include "common/runtime/event_loop.hpp"
#include "support/faulty.hpp"
#include "support/virtual_executor.hpp"

using namespace wims;
using namespace std::chrono_literals;

namespace {
struct Asker {
    test::VirtualExecutor executor;
    int calls = 0;
    std::optional<Result<int>> last;

    Operation ask(test::FaultInjector& faults) {
        return async<int>(
            executor, executor.now() + 2s,
            [&](Deadline d, Completion<int> done) {
                faults.run<int>(d, std::move(done), [](Completion<int> c) { c(42); });
            },
            [this](Result<int> r) {
                ++calls;
                last = std::move(r);
            });
    }
};
}  // namespace

TEST_CASE("seam: the handler runs once, on the executor, never inside the call, whatever the provider does") {
    for (const auto fault : test::every_fault) {
        CAPTURE(static_cast<int>(fault));
        Asker asker;
        test::FaultInjector faults(asker.executor, fault);
        auto operation = asker.ask(faults);
        CHECK(asker.calls == 0);
        asker.executor.advance(10s);
        CHECK(asker.calls == 1);
        const bool answers = fault == test::Fault::none || fault == test::Fault::twice;
        CHECK(asker.last->ok() == answers);
        if (fault == test::Fault::lost || fault == test::Fault::late)
            CHECK(asker.last->error().kind == ErrorKind::timeout);
    }
}

TEST_CASE("seam: a dropped operation is never heard of again") {
    for (const auto fault : test::every_fault) {
        CAPTURE(static_cast<int>(fault));
        Asker asker;
        test::FaultInjector faults(asker.executor, fault);
        { auto operation = asker.ask(faults); }
        asker.executor.advance(10s);
        CHECK(asker.calls == 0);
    }
}

TEST_CASE("seam: a provider that answers after the asker's executor is gone answers nobody") {
    std::optional<Completion<int>> kept;
    int calls = 0;
    {
        EventLoop asker;
        auto operation = async<int>(
            asker, asker.now() + 2s, [&](Deadline, Completion<int> done) { kept = std::move(done); },
            [&](Result<int>) { ++calls; });
        operation.detach();
    }
    REQUIRE(kept);
    (*kept)(42);
    CHECK(calls == 0);
}

TEST_CASE("seam: providers on another thread may answer while the asker ends") {
    LoopThread provider("provider");
    for (int i = 0; i < 200; ++i) {
        EventLoop asker;
        for (int n = 0; n < 5; ++n)
            async<int>(
                asker, asker.now() + 2s,
                [&](Deadline, Completion<int> done) { provider.loop().post([done] { done(42); }); }, [](Result<int>) {})
                .detach();
    }
    provider.run_and_wait([] {});
}
