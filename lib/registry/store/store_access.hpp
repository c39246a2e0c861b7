// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include <wims/common/async.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>

#include "registry/store/store.hpp"

namespace wims::registry {

/// The one way to a store: operations come from any thread and run on the executor, one after another; while anybody is
/// known, what has expired is dropped every second (EXP-01), whether or not anyone asks (EXP-02), with room for others when
/// it is much.
class StoreAccess final : public std::enable_shared_from_this<StoreAccess> {
public:
    StoreAccess(std::unique_ptr<Store> store, Executor& executor, LogSink& log, Metrics& metrics);
    /// Once, before anything else.
    void begin();

    template <class T>
    using Step = std::function<void(Store&, TimePoint now, Reply<T>)>;

    template <class T>
    void run(Step<T> step, Reply<T> done) {
        executor_.post([weak = weak_from_this(), step = std::move(step), done = std::move(done)]() mutable {
            if (const auto self = weak.lock())
                self->locked([&] { step(*self->store_, self->executor_.now(), std::move(done)); });
        });
    }
    /// After it returns no step runs, no reply comes and neither log nor metrics is touched.
    void close();

    WimpuRegistrar::Health health() const;
    const Logger& log() const noexcept { return log_; }
    Metrics& metrics() const noexcept { return metrics_; }

private:
    void locked(const std::function<void()>& work);
    void arm();
    void sweep();

    Executor& executor_;
    Logger log_;
    Metrics& metrics_;
    // Held while a step runs: the owner's thread closes and asks for sizes while the executor's thread works.
    mutable std::mutex mutex_;
    bool closed_ = false;
    bool armed_ = false;
    std::unique_ptr<Store> store_;
};

}  // namespace wims::registry
