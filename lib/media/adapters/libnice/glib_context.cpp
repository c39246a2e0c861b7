// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libnice/glib_context.hpp"

#include <sys/epoll.h>

#include <thread>
#include <vector>

namespace wims::media {

namespace {

constexpr int most_iterations = 32;  // a step, before others of the loop have their turn
constexpr int last_words_ms = 50;    // for TURN servers to take allocations back when the gateway ends

std::uint32_t epoll_events(gushort events) {
    return ((events & G_IO_IN) != 0 ? EPOLLIN : 0U) | ((events & G_IO_OUT) != 0 ? EPOLLOUT : 0U) |
           ((events & G_IO_PRI) != 0 ? EPOLLPRI : 0U);
}

}  // namespace

GlibContext::~GlibContext() {
    for (int i = 0; i < last_words_ms; ++i) {
        while (g_main_context_iteration(context_, FALSE) == TRUE) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    for (const auto& [fd, events] : watched_) loop_.unwatch(fd);
    g_main_context_unref(context_);
}

void GlibContext::step() {
    for (int i = 0; i < most_iterations && g_main_context_iteration(context_, FALSE) == TRUE; ++i) {
    }
    watch();
}

void GlibContext::watch() {
    if (g_main_context_acquire(context_) == FALSE) return;
    gint priority = 0, timeout = -1;
    const bool ready = g_main_context_prepare(context_, &priority) == TRUE;
    std::vector<GPollFD> wanted(8);
    for (;;) {
        const gint n =
            g_main_context_query(context_, G_MAXINT, &timeout, wanted.data(), static_cast<gint>(wanted.size()));
        const bool all = n <= static_cast<gint>(wanted.size());
        wanted.resize(static_cast<std::size_t>(n));
        if (all) break;
    }
    g_main_context_release(context_);

    std::map<int, std::uint32_t> now;
    for (const auto& each : wanted) now[each.fd] |= epoll_events(each.events);
    for (const auto& [fd, events] : watched_)
        if (const auto it = now.find(fd); it == now.end() || it->second != events) loop_.unwatch(fd);
    for (const auto& [fd, events] : now)
        if (const auto it = watched_.find(fd); it == watched_.end() || it->second != events)
            loop_.watch(fd, events, [this](std::uint32_t) { step(); });
    watched_ = std::move(now);
    if (ready) timeout = 0;
    if (timeout < 0) timer_.stop();
    else timer_.start(std::chrono::milliseconds(timeout), [this] { step(); });
}

}  // namespace wims::media
