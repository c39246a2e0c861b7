// SPDX-License-Identifier: Apache-2.0
#include "wwsf/session_store.hpp"

#include <algorithm>

#include <openssl/sha.h>

#include "common/core/random.hpp"

namespace wims::wwsf {
namespace {

std::string digest(std::string_view cookie) {
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(cookie.data()), cookie.size(),
           reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

}  // namespace

std::string SessionStore::open(std::string user, TimePoint now) {
    if (sessions_.size() >= limit_) make_room(now);
    std::string cookie = random_hex(64);
    sessions_.emplace(digest(cookie), Session{std::move(user), now + life_});
    return cookie;
}

std::string SessionStore::user_of(std::string_view cookie, TimePoint now) const {
    const auto it = sessions_.find(digest(cookie));
    return it == sessions_.end() || it->second.ends <= now ? std::string() : it->second.user;
}

void SessionStore::close(std::string_view cookie) { sessions_.erase(digest(cookie)); }

void SessionStore::make_room(TimePoint now) {
    std::erase_if(sessions_, [&](const auto& entry) { return entry.second.ends <= now; });
    if (sessions_.size() < limit_) return;
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(),
                                     [](const auto& a, const auto& b) { return a.second.ends < b.second.ends; }));
}

}  // namespace wims::wwsf
