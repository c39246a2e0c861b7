// SPDX-License-Identifier: Apache-2.0
#include "media/iq/listening.hpp"

#include <utility>

namespace wims::media {

void Listening::set(iq::OwnerId owner, Executor& executor, iq::Gateway::Listener listener) {
    const std::lock_guard lock(mutex_);
    askers_[owner] = {&executor, std::move(listener)};
}

void Listening::forget(iq::OwnerId owner) {
    const std::lock_guard lock(mutex_);
    askers_.erase(owner);
}

bool Listening::knows(iq::OwnerId owner) const {
    const std::lock_guard lock(mutex_);
    return owner == 0 || askers_.contains(owner);
}

void Listening::tell(const std::shared_ptr<Listening>& self, iq::OwnerId owner, iq::Event event) {
    const std::lock_guard lock(self->mutex_);
    const auto asker = self->askers_.find(owner);
    if (asker == self->askers_.end() || !asker->second.listener) return;
    asker->second.executor->post([self, owner, event = std::move(event)] {
        const std::lock_guard running(self->mutex_);
        const auto it = self->askers_.find(owner);
        if (it == self->askers_.end()) return;
        const auto listener = it->second.listener;  // may be replaced by its own call
        if (listener) listener(event);
    });
}

void Listening::tell_all(const std::shared_ptr<Listening>& self, const iq::Event& event) {
    const std::lock_guard lock(self->mutex_);
    for (const auto& [owner, asker] : self->askers_) tell(self, owner, event);
}

void Listening::close() {
    const std::lock_guard lock(mutex_);
    askers_.clear();
}

}  // namespace wims::media
