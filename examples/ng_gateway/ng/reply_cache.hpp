// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include <wims/common/clock.hpp>

namespace wims::ng {

/// What was answered to each cookie, for the asker who repeats itself because the answer was lost or late. Sans-IO.
class ReplyCache {
public:
    ReplyCache(Duration life, std::size_t most) : life_(life), most_(most) {}

    enum class State { unheard, pending, answered };
    struct Found {
        State state = State::unheard;
        std::string_view reply;  ///< good until the next call
    };
    /// Notes the cookie: whoever comes with it again finds it pending until answer().
    Found ask(std::string_view cookie, TimePoint now);
    void answer(std::string_view cookie, std::string reply);

    std::size_t size() const noexcept { return replies_.size(); }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    const Duration life_;
    const std::size_t most_;
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> replies_;  // empty: pending
    std::deque<std::pair<TimePoint, std::string>> heard_;
};

}  // namespace wims::ng
