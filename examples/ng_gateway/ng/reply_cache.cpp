// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/reply_cache.hpp"

namespace wims::ng {

ReplyCache::Found ReplyCache::ask(std::string_view cookie, TimePoint now) {
    while (!heard_.empty() && (now - heard_.front().first >= life_ || heard_.size() > most_)) {
        replies_.erase(heard_.front().second);
        heard_.pop_front();
    }
    const auto it = replies_.find(cookie);
    if (it == replies_.end()) {
        replies_.emplace(cookie, "");
        heard_.emplace_back(now, cookie);
        return {};
    }
    if (it->second.empty()) return {State::pending, {}};
    return {State::answered, it->second};
}

void ReplyCache::answer(std::string_view cookie, std::string reply) {
    if (const auto it = replies_.find(cookie); it != replies_.end()) it->second = std::move(reply);
}

}  // namespace wims::ng
