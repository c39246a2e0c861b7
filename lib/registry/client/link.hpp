// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <wims/common/async.hpp>
#include <wims/registry/registrar_client.hpp>

#include "common/http2/client.hpp"
#include "common/runtime/event_loop.hpp"
#include "registry/client/counters.hpp"

namespace wims::registry {

/// The requests of W6 and W7 to one registrar, on a thread of their own.
class Link {
public:
    static Result<std::unique_ptr<Link>> create(const RegistrarClientConfig& config, LogSink& log, Metrics& metrics);
    ~Link();

    using Answered = std::function<void(Result<http::Response>)>;
    /// Loop's thread. A response that is no success comes as the Error it says.
    void ask(http::Request request, const TrailId& trail, Duration patience, std::function<bool()> abandoned,
             Answered answered);

    /// Any thread. The answer of `request`, read by `read`, goes to `done`.
    template <class T>
    void ask(http::Request request, const TrailId& trail, Completion<T> done,
             std::function<Result<T>(const http::Response&)> read);

    /// Nothing is asked or answered any more; the loop runs on until the link is destroyed.
    void end();
    /// One operation from when it is asked until the last copy goes. Any thread.
    std::shared_ptr<void> pending_operation() { return std::make_shared<Pending>(pending_); }

    EventLoop& loop() noexcept { return thread_.loop(); }
    LoopThread& thread() noexcept { return thread_; }
    bool connected() const { return client_ && client_->connected(); }
    std::size_t pending() const noexcept { return pending_; }
    const Logger& log() const noexcept { return log_; }
    void count(ClientCounter counter) noexcept { metrics_.count(name_of(counter)); }

private:
    Link(LogSink& log, Metrics& metrics);
    struct Pending {
        explicit Pending(std::atomic<std::size_t>& n) : number(n) { ++number; }
        ~Pending() { --number; }
        std::atomic<std::size_t>& number;
    };

    Logger log_;
    Metrics& metrics_;
    std::atomic<std::size_t> pending_{0};
    std::unique_ptr<http2::Client> client_;
    LoopThread thread_;
};

template <class T>
void Link::ask(http::Request request, const TrailId& trail, Completion<T> done,
               std::function<Result<T>(const http::Response&)> read) {
    auto pending = pending_operation();
    loop().post([this, request = std::move(request), trail, done, read = std::move(read),
                 pending = std::move(pending)]() mutable {
        ask(
            std::move(request), trail, Duration::zero(), [done] { return done.abandoned(); },
            [this, done, read = std::move(read), pending = std::move(pending)](Result<http::Response> answer) {
                if (!answer) return done(answer.error());
                auto value = read(*answer);
                if (value) return done(std::move(value));
                count(ClientCounter::not_understood);
                log_.warning("an answer of the registrar was not understood", {{"why", value.error().text}});
                done(Error{ErrorKind::protocol, "the registrar's answer: " + value.error().text, 500});
            });
    });
}

}  // namespace wims::registry
