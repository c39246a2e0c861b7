// SPDX-License-Identifier: Apache-2.0
#include "registry/w6/watchers.hpp"

#include <utility>

namespace wims::registry {

void Watchers::Watcher::stop() {
    const std::lock_guard lock(mutex);
    listener = nullptr;
}

void Watchers::set(const std::string& owner, Executor& executor, Listener listener) {
    std::shared_ptr<Watcher> fresh, old;
    if (listener) {
        fresh = std::make_shared<Watcher>();
        fresh->lifeline = executor.lifeline();
        fresh->listener = std::move(listener);
    }
    {
        const std::lock_guard lock(mutex_);
        if (const auto it = watchers_.find(owner); it != watchers_.end()) {
            old = std::move(it->second);
            watchers_.erase(it);
        }
        if (fresh) watchers_.emplace(owner, std::move(fresh));
    }
    if (old) old->stop();
}

bool Watchers::tell(const std::string& owner, w6::Change change) {
    std::shared_ptr<Watcher> watcher;
    {
        const std::lock_guard lock(mutex_);
        const auto it = watchers_.find(owner);
        if (it == watchers_.end()) return false;
        watcher = it->second;
    }
    watcher->lifeline->post([watcher, change = std::move(change)] {
        const std::lock_guard lock(watcher->mutex);
        if (const auto listener = watcher->listener) listener(change);
    });
    return true;
}

void Watchers::close() {
    std::map<std::string, std::shared_ptr<Watcher>> watchers;
    {
        const std::lock_guard lock(mutex_);
        watchers.swap(watchers_);
    }
    for (auto& [owner, watcher] : watchers) watcher->stop();
}

}  // namespace wims::registry
