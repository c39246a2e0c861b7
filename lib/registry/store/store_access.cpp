// SPDX-License-Identifier: Apache-2.0
#include "registry/store/store_access.hpp"

#include <string>

#include <wims/registry/counters.hpp>

namespace wims::registry {
namespace {
constexpr auto look_for_expired = std::chrono::seconds(1);
}

StoreAccess::StoreAccess(std::unique_ptr<Store> store, Executor& executor, LogSink& log, Metrics& metrics)
    : executor_(executor), log_(log, "wimpu-registrar"), metrics_(metrics), store_(std::move(store)) {}

void StoreAccess::begin() {
    store_->on_progress([weak = weak_from_this(), lifeline = executor_.lifeline()] {
        lifeline->post([weak] {
            if (const auto self = weak.lock()) self->locked([&] { self->store_->progress(self->executor_.now()); });
        });
    });
    executor_.post([weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->locked([] {});  // what was there already may expire
    });
}

void StoreAccess::locked(const std::function<void()>& work) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    work();
    arm();
}

void StoreAccess::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

WimpuRegistrar::Health StoreAccess::health() const {
    const std::lock_guard lock(mutex_);
    return store_->health();
}

void StoreAccess::arm() {
    const auto health = store_->health();
    if (armed_ || health.entries + health.released == 0) return;
    armed_ = true;
    executor_.after(look_for_expired, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->locked([&] { self->sweep(); });
    });
}

void StoreAccess::sweep() {
    const auto swept = store_->sweep(executor_.now());
    armed_ = swept.more;
    if (swept.more)  // after those who have asked meanwhile
        executor_.post([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->locked([&] { self->sweep(); });
        });
    if (swept.contacts == 0) return;
    count(metrics_, Counter::contacts_expired, swept.contacts);
    log_.info("contacts expired", {{"contacts", std::to_string(swept.contacts)}});
}

}  // namespace wims::registry
