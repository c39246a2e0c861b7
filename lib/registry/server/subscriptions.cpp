// SPDX-License-Identifier: Apache-2.0
#include "registry/server/subscriptions.hpp"

#include <algorithm>
#include <utility>

#include <wims/registry/counters.hpp>

#include "common/core/random.hpp"
#include "registry/server/rights.hpp"

namespace wims::registry {

namespace {

constexpr auto longest_wait = std::chrono::seconds(20);
constexpr auto longest_silence = std::chrono::minutes(2);
constexpr std::size_t at_most = 256;
constexpr std::size_t kept_at_most = 1000;
constexpr std::size_t told_at_once = 50;
constexpr std::size_t id_digits = 32;

}  // namespace

Subscriptions::Subscriptions(EventLoop& loop, w6::Registrar& registrar, Metrics& metrics)
    : loop_(loop), registrar_(registrar), metrics_(metrics) {}

Subscriptions::~Subscriptions() { close(); }

void Subscriptions::close() {
    closed_ = true;
    while (!subscriptions_.empty()) {
        if (auto waiting = std::exchange(subscriptions_.begin()->second->waiting, nullptr)) waiting({503, {}, {}});
        erase(std::string(subscriptions_.begin()->first));
    }
}

Result<std::string> Subscriptions::subscribe(const ClientRights& client, const std::string& owner) {
    if (closed_ || subscriptions_.size() >= at_most) return Error{ErrorKind::limit, "too many subscriptions", 503};
    const bool first = std::none_of(subscriptions_.begin(), subscriptions_.end(),
                                    [&](const auto& item) { return item.second->owner == owner; });
    const auto id = random_hex(id_digits);
    auto subscription = std::make_unique<Subscription>(loop_);
    subscription->owner = owner;
    subscription->client = &client;
    subscription->timer.start(longest_silence, [this, id] { erase(std::string(id)); });
    subscriptions_.emplace(id, std::move(subscription));
    if (first) registrar_.watch(owner, loop_, [this, owner](const w6::Change& change) { heard(owner, change); });
    return id;
}

std::unique_ptr<Subscriptions::Subscription>* Subscriptions::find(const ClientRights& client, const std::string& id) {
    const auto it = subscriptions_.find(id);
    return it == subscriptions_.end() || it->second->client != &client ? nullptr : &it->second;
}

bool Subscriptions::changes(const ClientRights& client, const std::string& id, std::uint64_t after,
                            http2::Respond respond) {
    auto* found = find(client, id);
    if (found == nullptr) return false;
    Subscription& subscription = **found;
    if (subscription.waiting) answer(id, subscription);  // an older question, of a connection that may be gone
    while (!subscription.kept.empty() && subscription.kept.front().number <= after) subscription.kept.pop_front();
    subscription.waiting = std::move(respond);
    if (!subscription.kept.empty()) {
        answer(id, subscription);
    } else {
        subscription.timer.start(longest_wait, [this, id] {
            if (const auto it = subscriptions_.find(id); it != subscriptions_.end()) answer(it->first, *it->second);
        });
    }
    return true;
}

void Subscriptions::answer(const std::string& id, Subscription& subscription) {
    wire::Json changes = wire::Json::array();
    for (std::size_t i = 0; i < std::min(told_at_once, subscription.kept.size()); ++i)
        changes.push_back(to_json(subscription.kept[i]));
    auto waiting = std::exchange(subscription.waiting, nullptr);
    subscription.timer.start(longest_silence, [this, id] { erase(std::string(id)); });
    if (waiting) waiting({200, {{"content-type", "application/json"}}, wire::text({{"changes", std::move(changes)}})});
}

void Subscriptions::heard(const std::string& owner, const w6::Change& change) {
    for (auto& [id, subscription] : subscriptions_) {
        if (subscription->owner != owner || !may_use(*subscription->client, change.wimpu)) continue;
        subscription->kept.push_back({++subscription->last, change});
        if (subscription->kept.size() > kept_at_most) {
            subscription->kept.pop_front();
            count(metrics_, Counter::changes_lost);
        }
        if (subscription->waiting) answer(id, *subscription);
    }
}

bool Subscriptions::cancel(const ClientRights& client, const std::string& id) {
    auto* found = find(client, id);
    if (found == nullptr) return false;
    if ((*found)->waiting) answer(id, **found);
    erase(id);
    return true;
}

void Subscriptions::erase(const std::string& id) {
    auto gone = subscriptions_.extract(id);
    if (gone.empty()) return;
    const auto& owner = gone.mapped()->owner;
    if (std::none_of(subscriptions_.begin(), subscriptions_.end(),
                     [&](const auto& item) { return item.second->owner == owner; }))
        registrar_.watch(owner, loop_, nullptr);
}

}  // namespace wims::registry
