// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <wims/registry/registrar_server.hpp>

#include "common/http2/server.hpp"
#include "registry/wire/messages.hpp"

namespace wims::registry {

/// Who hears of changes in another process (W6-06). A client subscribes to an owner, then asks again and again for the
/// changes after the last number it knows; a question waits until there is one, 20 s at most. What a client has not
/// confirmed is kept, so that nothing is lost when its connection breaks. A subscription that nobody asks for 2 minutes
/// ends. Loop's thread.
class Subscriptions {
public:
    Subscriptions(EventLoop& loop, w6::Registrar& registrar, Metrics& metrics);
    ~Subscriptions();

    /// A new one, limited to the client's blocks. limit, 503: too many.
    Result<std::string> subscribe(const ClientRights& client, const std::string& owner);
    /// False: there is none of this name for this client.
    bool changes(const ClientRights& client, const std::string& id, std::uint64_t after, http2::Respond respond);
    bool cancel(const ClientRights& client, const std::string& id);
    /// Answers everyone who waits.
    void close();
    std::size_t size() const noexcept { return subscriptions_.size(); }

private:
    struct Subscription {
        explicit Subscription(EventLoop& loop) : timer(loop) {}
        std::string owner;
        const ClientRights* client = nullptr;
        std::deque<wire::NumberedChange> kept;
        std::uint64_t last = 0;
        http2::Respond waiting;
        Timer timer;  // of the question that waits; else of the subscription's end
    };

    void heard(const std::string& owner, const w6::Change& change);
    void answer(const std::string& id, Subscription& subscription);
    void erase(const std::string& id);
    std::unique_ptr<Subscription>* find(const ClientRights& client, const std::string& id);

    EventLoop& loop_;
    w6::Registrar& registrar_;
    Metrics& metrics_;
    std::map<std::string, std::unique_ptr<Subscription>> subscriptions_;
    bool closed_ = false;
};

}  // namespace wims::registry
