// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <wims/common/async.hpp>

namespace wims::test {

/// How a seam's provider may misbehave. Every role's tests run through each of them.
enum class Fault { none, late, lost, twice, after_cancel, error };
inline constexpr Fault every_fault[] = {Fault::none,  Fault::late,         Fault::lost,
                                        Fault::twice, Fault::after_cancel, Fault::error};

/// Passes one operation on to the real provider and spoils its answer. Seam wrappers are one line an operation:
///
///     void fetch(const Fetch& r, Deadline d, Completion<Registration> done) override {
///         faults_.run<Registration>(d, std::move(done), [=, this](Completion<Registration> c) { real_.fetch(r, d, c); });
///     }
class FaultInjector {
public:
    FaultInjector(Executor& executor, Fault fault) : executor_(executor), fault_(fault) {}
    void set(Fault fault) { fault_ = fault; }

    template <class T>
    void run(Deadline deadline, Completion<T> done, std::function<void(Completion<T>)> real) {
        switch (fault_) {
            case Fault::none: real(std::move(done)); return;
            case Fault::lost: return;
            case Fault::error: done(Error{ErrorKind::io, "injected fault", 500}); return;
            case Fault::late:  // the answer comes after the asker's deadline
            case Fault::after_cancel:
                intercept<T>(std::move(real), [this, deadline, done](Result<T> result) {
                    executor_.after(deadline - executor_.now() + std::chrono::milliseconds(10),
                                    [done, result = std::move(result)] { done(result); });
                });
                return;
            case Fault::twice:
                intercept<T>(std::move(real), [done](Result<T> result) {
                    done(result);
                    done(std::move(result));
                });
                return;
        }
    }

private:
    template <class T>
    void intercept(std::function<void(Completion<T>)> real, std::function<void(Result<T>)> spoil) {
        async<T>(
            executor_, executor_.now() + std::chrono::hours(1),
            [real = std::move(real)](Deadline, Completion<T> done) { real(std::move(done)); }, std::move(spoil))
            .detach();
    }

    Executor& executor_;
    Fault fault_;
};

}  // namespace wims::test
