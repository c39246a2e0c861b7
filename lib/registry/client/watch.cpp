// SPDX-License-Identifier: Apache-2.0
#include "registry/client/watch.hpp"

#include <algorithm>
#include <utility>

#include "registry/wire/messages.hpp"
#include "registry/wire/object_reader.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

namespace {

constexpr auto try_again = std::chrono::seconds(1);
// The registrar answers after 20 s when there is nothing to tell.
constexpr auto patience = std::chrono::seconds(30);

http::Request request(const char* method, const std::string& target, std::string body = {}) {
    http::Request made;
    made.method = method;
    made.target = std::string(wire::w6_root) + "/subscriptions" + target;
    made.body = std::move(body);
    return made;
}

std::string read_id(const http::Response& response) {
    const auto body = wire::parse(response.body);
    if (!body) return {};
    wire::ObjectReader reader(*body, "subscription");
    std::string id, owner;
    reader.text("subscriptionId", id);
    reader.text("owner", owner);
    return reader.finish() ? id : std::string();
}

}  // namespace

void Watches::set(const std::string& owner, Executor& executor, Watchers::Listener listener) {
    const bool on = listener != nullptr;
    watchers_.set(owner, executor, std::move(listener));
    link_.loop().post([this, owner, on] { on ? begin(owner) : end(owner); });
}

std::size_t Watches::standing() const {
    return static_cast<std::size_t>(
        std::count_if(watches_.begin(), watches_.end(), [](const auto& item) { return !item.second->id.empty(); }));
}

void Watches::close() {
    watchers_.close();
    watches_.clear();
}

void Watches::begin(const std::string& owner) {
    auto& watch = watches_[owner];
    if (watch) return;
    watch = std::make_shared<Watch>(link_.loop());
    watch->owner = owner;
    subscribe(watch);
}

void Watches::end(const std::string& owner) {
    const auto gone = watches_.extract(owner);
    if (gone.empty() || gone.mapped()->id.empty()) return;
    link_.ask(request("DELETE", "/" + wire::encoded(gone.mapped()->id)), TrailId(), Duration::zero(), {},
              [](const Result<http::Response>&) {});
}

void Watches::later(const std::shared_ptr<Watch>& watch) {
    watch->again.start(try_again, [this, handle = Handle(watch)] {
        const auto alive = handle.lock();
        if (!alive) return;
        alive->id.empty() ? subscribe(alive) : poll(alive);
    });
}

void Watches::subscribe(const std::shared_ptr<Watch>& watch) {
    watch->heard = 0;
    const Handle handle = watch;
    link_.ask(
        request("POST", "", wire::text({{"owner", watch->owner}})), TrailId(), Duration::zero(),
        [handle] { return handle.expired(); },
        [this, handle](const Result<http::Response>& response) {
            const auto alive = handle.lock();
            if (!alive) return;
            if (response) alive->id = read_id(*response);
            if (!alive->id.empty()) return subscribed(alive);
            link_.log().warning(
                "no subscription to changes",
                {{"owner", alive->owner}, {"why", response ? "not understood" : response.error().text}});
            later(alive);
        });
}

void Watches::subscribed(const std::shared_ptr<Watch>& watch) {
    // A registrar that does not know an earlier subscription has been started again since.
    if (std::exchange(watch->stood, true)) {
        w6::Change change;
        change.reason = w6::ChangeReason::restart;
        watchers_.tell(watch->owner, change);
    }
    poll(watch);
}

void Watches::poll(const std::shared_ptr<Watch>& watch) {
    const Handle handle = watch;
    link_.ask(
        request("GET", "/" + wire::encoded(watch->id) + "/changes?after=" + std::to_string(watch->heard)), TrailId(),
        patience, [handle] { return handle.expired(); },
        [this, handle](const Result<http::Response>& response) {
            if (const auto alive = handle.lock()) polled(alive, response);
        });
}

void Watches::polled(const std::shared_ptr<Watch>& watch, const Result<http::Response>& response) {
    if (!response) {
        if (response.error().kind == ErrorKind::not_found) watch->id.clear();
        return watch->id.empty() ? subscribe(watch) : later(watch);
    }
    const auto body = wire::parse(response->body);
    const auto changes = body ? wire::read_changes(*body) : Result<std::vector<wire::NumberedChange>>(body.error());
    if (!changes) {
        link_.count(ClientCounter::not_understood);
        return later(watch);
    }
    for (const auto& [number, change] : *changes) {
        if (number <= watch->heard) continue;  // a copy
        watch->heard = number;
        link_.count(ClientCounter::changes_heard);
        watchers_.tell(watch->owner, change);
    }
    poll(watch);
}

}  // namespace wims::registry
