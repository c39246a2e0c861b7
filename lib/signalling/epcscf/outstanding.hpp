// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include <wims/common/async.hpp>

namespace wims::epcscf {

/// Operations that go on although the role that began them may be gone: releases, marks, reservations whose late answer
/// must still be given back. They end with the instance, so nothing is posted to an executor that no longer exists.
class Outstanding {
public:
    explicit Outstanding(Executor& executor) : executor_(executor) {}
    Outstanding(const Outstanding&) = delete;
    Outstanding& operator=(const Outstanding&) = delete;

    /// As async(); `handler` must own all it touches.
    template <class T>
    void start(Deadline deadline, const std::function<void(Deadline, Completion<T>)>& begin,
               std::function<void(Result<T>)> handler = {}) {
        const std::uint64_t id = ++last_;
        operations_[id] = async<T>(executor_, deadline, begin, [this, id, handler = std::move(handler)](Result<T> r) {
            const auto done = handler;  // erasing the operation may end this lambda's captures
            operations_.erase(id);
            if (done) done(std::move(r));
        });
    }
    std::size_t size() const noexcept { return operations_.size(); }

private:
    Executor& executor_;
    std::uint64_t last_ = 0;
    std::unordered_map<std::uint64_t, Operation> operations_;
};

}  // namespace wims::epcscf
