// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace wims::mini_ims {

/// The last SIP messages that came in, as text, the oldest first: what a test may look into. SIP thread.
class RecentMessages {
public:
    static constexpr std::size_t limit = 100;

    void add(std::string text) {
        if (texts_.size() == limit) texts_.pop_front();
        texts_.push_back(std::move(text));
    }
    const std::deque<std::string>& texts() const { return texts_; }

private:
    std::deque<std::string> texts_;
};

}  // namespace wims::mini_ims
