// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <wims/w6/registrar.hpp>

namespace wims::registry {

/// Who hears of changes in whose blocks (w6::Registrar::watch). Any thread; closing waits for a call in flight.
class Watchers {
public:
    using Listener = w6::Registrar::Listener;
    ~Watchers() { close(); }

    void set(const std::string& owner, Executor& executor, Listener listener);
    /// False when nobody listens.
    bool tell(const std::string& owner, w6::Change change);
    /// Nothing is called any more.
    void close();

private:
    /// Outlives this in what is posted to its executor.
    struct Watcher {
        std::shared_ptr<Executor::Lifeline> lifeline;
        // Recursive: the listener may stop listening from inside.
        std::recursive_mutex mutex;
        Listener listener;

        void stop();
    };

    std::mutex mutex_;  // tell() comes from the store's thread
    std::map<std::string, std::shared_ptr<Watcher>> watchers_;
};

}  // namespace wims::registry
