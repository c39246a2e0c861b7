// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <optional>

#include <wims/common/async.hpp>

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
