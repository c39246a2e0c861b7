// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "registry/model/entry.hpp"

namespace wims::registry {

/// Where changes go that must outlive the process. Used by the store's thread.
class Keeper {
public:
    virtual ~Keeper() = default;

    /// Whether a change may be made now; else nothing may change and this is the answer.
    virtual Result<void> writable(TimePoint) { return {}; }
    /// Takes down what an entry or a block is now.
    virtual void keep(const Entry&) {}
    virtual void keep(const Block&) {}
    /// Whether anything that was taken down is not yet known to be safe, or waits to hear so: answers keep their order.
    virtual bool waiting() const { return false; }
    /// Runs `then` from progress(), when all that was taken down so far is safe or cannot be known to be.
    virtual void when_safe(std::function<void(const Result<void>&)> then) { then({}); }
    /// As in Store.
    virtual void on_progress(std::function<void()>) {}
    virtual void progress(TimePoint) {}
    /// Adds what it knows of itself.
    virtual void tell(WimpuRegistrar::Health&) const {}
};

/// Nothing outlives the process.
class NoKeeper final : public Keeper {};

}  // namespace wims::registry
