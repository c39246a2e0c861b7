// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include <wims/common/clock.hpp>

namespace wims::wwsf {

/// Who is logged in, by the cookie's value (256 random bits). Bounded; a session ends at its age, at log out, or when it
/// is the oldest and room is needed. Kept by hash, so that looking one up tells nothing by its time. Reads no clock; one
/// thread.
class SessionStore {
public:
    SessionStore(Duration life, std::size_t limit) : life_(life), limit_(limit) {}

    /// The cookie's value for a new session.
    std::string open(std::string user, TimePoint now);
    /// The user's name, empty when there is no such session (any more).
    std::string user_of(std::string_view cookie, TimePoint now) const;
    void close(std::string_view cookie);
    Duration life() const noexcept { return life_; }
    std::size_t size() const noexcept { return sessions_.size(); }

private:
    struct Session {
        std::string user;
        TimePoint ends;
    };
    void make_room(TimePoint now);

    Duration life_;
    std::size_t limit_;
    std::unordered_map<std::string, Session> sessions_;  // by SHA-256 of the cookie
};

}  // namespace wims::wwsf
