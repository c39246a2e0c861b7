// SPDX-License-Identifier: Apache-2.0
#include "media/iq/listening.hpp"

#include <utility>

namespace wims::media {

void Listening::set(Executor& executor, iq::Gateway::Listener listener) {
    const std::lock_guard lock(mutex_);
    executor_ = listener ? &executor : nullptr;
    listener_ = std::move(listener);
}

void Listening::tell(const std::shared_ptr<Listening>& self, iq::Event event) {
    const std::lock_guard lock(self->mutex_);
    if (self->executor_ == nullptr) return;
    self->executor_->post([self, event = std::move(event)] {
        const std::lock_guard running(self->mutex_);
        const auto listener = self->listener_;  // may be replaced by its own call
        if (listener) listener(event);
    });
}

void Listening::close() {
    const std::lock_guard lock(mutex_);
    executor_ = nullptr;
    listener_ = nullptr;
}

}  // namespace wims::media
