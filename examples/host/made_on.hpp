// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include <wims/common/result.hpp>

#include "common/runtime/event_loop.hpp"

namespace wims::host {

/// Runs `make` on the thread where its product will live.
template <class T>
Result<void> made_on(LoopThread& thread, std::unique_ptr<T>& slot,
                     const std::function<Result<std::unique_ptr<T>>()>& make) {
    Result<void> outcome;
    thread.run_and_wait([&] {
        auto made = make();
        if (made) slot = std::move(*made);
        else outcome = made.error();
    });
    return outcome;
}

}  // namespace wims::host
