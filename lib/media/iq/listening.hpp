// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include <wims/iq/gateway.hpp>

namespace wims::media {

/// The gateway's askers, and where each hears its events. Shared with the tasks on the listeners' executors, which may
/// outlive the gateway: once closed, nothing more is called, and closing waits for a call in flight.
class Listening {
public:
    void set(iq::OwnerId owner, Executor& executor, iq::Gateway::Listener listener);
    void forget(iq::OwnerId owner);
    /// Has begun, and has not gone since.
    bool knows(iq::OwnerId owner) const;
    /// Any thread.
    static void tell(const std::shared_ptr<Listening>& self, iq::OwnerId owner, iq::Event event);
    static void tell_all(const std::shared_ptr<Listening>& self, const iq::Event& event);
    void close();

private:
    struct Asker {
        Executor* executor;
        iq::Gateway::Listener listener;
    };
    // Recursive: the listener may stop listening from inside.
    mutable std::recursive_mutex mutex_;
    std::map<iq::OwnerId, Asker> askers_;
};

}  // namespace wims::media
