// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <wims/common/executor.hpp>

#include "common/net/channel.hpp"
#include "common/runtime/event_loop.hpp"

namespace wims::net {

/// A channel on a loop: handshake, bounded reads, a write queue, an orderly end. Loop's thread only.
///
/// Events: on_open once, on_data and on_drained any number of times, on_closed once and last. The listener may call
/// everything here from an event, but destroys the stream later, not in one.
class Stream {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        /// The handshake is done.
        virtual void on_open() = 0;
        /// The view lives until the call returns.
        virtual void on_data(std::string_view octets) = 0;
        /// All that was written has gone to the kernel.
        virtual void on_drained() {}
        /// `reason` is for people. After it the stream does nothing more.
        virtual void on_closed(std::string_view reason) = 0;
    };

    Stream(EventLoop& loop, std::unique_ptr<Channel> channel, Listener& listener);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// Queues what the socket does not take at once. Ignored after finish() and abort().
    void write(std::string_view octets);
    std::size_t unsent() const noexcept { return output_.size() - sent_; }

    /// While paused nothing is read and on_data does not come.
    void pause_reading(bool paused);

    /// Sends what is queued, says so to the peer, then reads and forgets until it closes too or 2 s have passed:
    /// closing at once would reset the connection and lose what is on its way. on_closed(reason) follows.
    void finish(std::string reason);
    /// Closes now. on_closed(reason) comes from the loop, not from inside this call.
    void abort(std::string reason);

    std::string tls_version() const { return channel_->tls_version(); }
    std::string tls_cipher() const { return channel_->tls_cipher(); }
    std::string alpn() const { return channel_->alpn(); }
    std::vector<std::string> peer_names() const { return channel_->peer_names(); }

private:
    enum class State { handshake, open, finishing, lingering, aborted, closed };

    void ready(std::uint32_t events);
    void read_later();
    void shake_hands();
    void read_some();
    void flush();
    void linger();
    void update_interest();
    void closed(std::string reason);
    bool live() const noexcept { return state_ == State::handshake || state_ == State::open; }

    EventLoop& loop_;
    std::unique_ptr<Channel> channel_;
    Listener& listener_;

    State state_ = State::handshake;
    bool paused_ = false;
    bool want_write_ = false;
    std::uint32_t interest_ = 0;
    std::string output_;
    std::size_t sent_ = 0;
    std::size_t forgotten_ = 0;
    std::string reason_;
    Timer linger_;
    std::shared_ptr<Stream*> self_;  // for posted tasks that may outlive this
};

}  // namespace wims::net
