// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "registry/client/link.hpp"
#include "registry/w6/watchers.hpp"

namespace wims::registry {

/// Keeps a subscription at the registrar for every owner that somebody watches, and asks for its changes without end.
/// After a break it goes on from the last number it knows; a registrar that has forgotten the subscription gets a new one.
class Watches {
public:
    explicit Watches(Link& link) : link_(link) {}

    /// Any thread.
    void set(const std::string& owner, Executor& executor, Watchers::Listener listener);
    /// Loop's thread.
    std::size_t standing() const;
    void close();

private:
    struct Watch {
        explicit Watch(EventLoop& loop) : again(loop) {}
        std::string owner, id;
        std::uint64_t heard = 0;
        bool stood = false;  // at least once
        Timer again;
    };
    using Handle = std::weak_ptr<Watch>;

    void begin(const std::string& owner);
    void end(const std::string& owner);
    void subscribe(const std::shared_ptr<Watch>& watch);
    void subscribed(const std::shared_ptr<Watch>& watch);
    void poll(const std::shared_ptr<Watch>& watch);
    void polled(const std::shared_ptr<Watch>& watch, const Result<http::Response>& response);
    void later(const std::shared_ptr<Watch>& watch);

    Link& link_;
    Watchers watchers_;
    std::map<std::string, std::shared_ptr<Watch>> watches_;  // loop's thread
};

}  // namespace wims::registry
