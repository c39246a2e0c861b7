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

Store::Size StoreAccess::size() const {
    const std::lock_guard lock(mutex_);
    return store_->size();
}

void StoreAccess::arm() {
    const auto size = store_->size();
    if (armed_ || size.entries + size.released == 0) return;
    armed_ = true;
    executor_.after(look_for_expired, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->tick();
    });
}

void StoreAccess::tick() {
    locked([this] {
        armed_ = false;
        const auto expired = store_->expire(executor_.now());
        if (expired == 0) return;
        count(metrics_, Counter::contacts_expired, expired);
        log_.info("contacts expired", {{"contacts", std::to_string(expired)}});
    });
}

}  // namespace wims::registry
