// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <glib.h>

#include <map>
#include <memory>

#include "common/runtime/event_loop.hpp"

namespace wims::media {

/// A GLib main context that our loop steps: libnice has no thread and no loop of its own. One step asks GLib for all its
/// descriptors: right for tens of contexts, not for thousands.
class GlibContext {
public:
    /// Ownerless: a source that is added from outside wakes us by a descriptor that we watch.
    explicit GlibContext(EventLoop& loop)
        : loop_(loop), context_(g_main_context_new_with_flags(G_MAIN_CONTEXT_FLAGS_OWNERLESS_POLLING)), timer_(loop) {}
    ~GlibContext();
    GlibContext(const GlibContext&) = delete;

    GMainContext* get() const noexcept { return context_; }
    /// After each call into the library from outside: what it waits for may be something else now.
    void watch();

private:
    void step();

    EventLoop& loop_;
    GMainContext* const context_;
    Timer timer_;
    std::map<int, std::uint32_t> watched_;
};

}  // namespace wims::media
