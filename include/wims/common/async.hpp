// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <wims/common/clock.hpp>
#include <wims/common/executor.hpp>
#include <wims/common/result.hpp>

/// How every seam operation runs:
///
///     void locate(const LocateRequest&, Deadline, Completion<Located>);      // the seam
///     pending_ = async<Located>(executor, deadline,                          // the asker
///         [&](Deadline d, Completion<Located> done) { registrar.locate(request, d, std::move(done)); },
///         [this](Result<Located> answer) { … });
///
/// The handler runs exactly once, on the asker's executor and never inside the call: with the provider's answer, or with
/// ErrorKind::timeout at the deadline when no answer came. What a provider says twice, late, or after the asker dropped
/// its Operation goes nowhere. The provider need not know any of this.
namespace wims {

namespace detail {
template <class T>
struct AsyncState {
    AsyncState(Executor& e, std::function<void(Result<T>)> h)
        : lifeline(e.lifeline()), executor(e), handler(std::move(h)) {}

    const std::shared_ptr<Executor::Lifeline> lifeline;
    std::atomic<bool> answered{false};
    // The rest belongs to the executor's thread.
    Executor& executor;
    std::function<void(Result<T>)> handler;  // empty once run or cancelled
    Executor::TimerId timer = 0;

    void finish(Result<T> result) {
        if (timer != 0) executor.cancel(std::exchange(timer, 0));
        if (auto run = std::exchange(handler, nullptr)) run(std::move(result));
    }
    void cancel() noexcept {
        answered = true;
        if (timer != 0) executor.cancel(std::exchange(timer, 0));
        handler = nullptr;
    }
};
}  // namespace detail

/// The provider's half. Copyable; call it from any thread; the first call counts.
template <class T>
class Completion {
public:
    explicit Completion(std::shared_ptr<detail::AsyncState<T>> state) : state_(std::move(state)) {}

    void operator()(Result<T> result) const {
        if (state_->answered.exchange(true)) return;
        state_->lifeline->post(
            [state = state_, result = std::move(result)]() mutable { state->finish(std::move(result)); });
    }
    /// A hint for providers that could stop working early.
    bool abandoned() const noexcept { return state_->answered; }

private:
    std::shared_ptr<detail::AsyncState<T>> state_;
};

/// The asker's half: dropping or resetting it cancels. Used on the asker's executor only.
class [[nodiscard]] Operation {
public:
    Operation() = default;
    template <class T>
    explicit Operation(std::shared_ptr<detail::AsyncState<T>> state)
        : cancel_([state = std::move(state)] { state->cancel(); }) {}
    Operation(Operation&& other) noexcept : cancel_(std::exchange(other.cancel_, nullptr)) {}
    Operation& operator=(Operation&& other) noexcept {
        if (this != &other) {
            reset();
            cancel_ = std::exchange(other.cancel_, nullptr);
        }
        return *this;
    }
    ~Operation() { reset(); }

    void reset() noexcept {
        if (auto run = std::exchange(cancel_, nullptr)) run();
    }
    /// Lets the operation go on without an owner; the handler must then own all it touches.
    void detach() noexcept { cancel_ = nullptr; }

private:
    std::function<void()> cancel_;
};

/// Starts `begin` and sees that `handler` runs as promised above. Call it on `executor`'s thread.
template <class T>
Operation async(Executor& executor, Deadline deadline, const std::function<void(Deadline, Completion<T>)>& begin,
                std::function<void(Result<T>)> handler) {
    auto state = std::make_shared<detail::AsyncState<T>>(executor, std::move(handler));
    state->timer = executor.after(deadline - executor.now(), [weak = std::weak_ptr(state)] {
        auto self = weak.lock();
        if (!self) return;
        self->timer = 0;
        self->answered = true;
        self->finish(Error{ErrorKind::timeout, "no answer before the deadline", 504});
    });
    begin(deadline, Completion<T>(state));
    return Operation(std::move(state));
}

}  // namespace wims
