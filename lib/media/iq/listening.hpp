// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

#include <wims/iq/gateway.hpp>

namespace wims::media {

/// Who hears the events. Shared with the tasks on the listener's executor, which may outlive the gateway: once closed,
/// nothing more is called, and closing waits for a call in flight.
class Listening {
public:
    void set(Executor& executor, iq::Gateway::Listener listener);
    /// Any thread.
    static void tell(const std::shared_ptr<Listening>& self, iq::Event event);
    void close();

private:
    // Recursive: the listener may stop listening from inside.
    std::recursive_mutex mutex_;
    Executor* executor_ = nullptr;
    iq::Gateway::Listener listener_;
};

}  // namespace wims::media
