// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wims::registry {

/// A place in a ring, and the ring's head. Leaves its ring when it ends.
class DueLink {
public:
    DueLink() noexcept = default;
    DueLink(const DueLink&) = delete;
    DueLink& operator=(const DueLink&) = delete;
    ~DueLink() { unlink(); }

    bool empty() const noexcept { return next_ == this; }
    DueLink& front() noexcept { return *next_; }
    void push_back(DueLink& link) noexcept {
        link.previous_ = previous_;
        link.next_ = this;
        previous_->next_ = &link;
        previous_ = &link;
    }
    void unlink() noexcept {
        previous_->next_ = next_;
        next_->previous_ = previous_;
        previous_ = next_ = this;
    }
    /// All but the head itself, to the end of another ring.
    void move_to(DueLink& other) noexcept {
        while (!empty()) {
            auto& link = front();
            link.unlink();
            other.push_back(link);
        }
    }

private:
    DueLink* previous_ = this;
    DueLink* next_ = this;
};

}  // namespace wims::registry
