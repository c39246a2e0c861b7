// SPDX-License-Identifier: Apache-2.0
#include "common/net/stream.hpp"

#include <sys/epoll.h>

#include <array>
#include <chrono>

namespace wims::net {

namespace {

constexpr std::size_t chunk = 16384;  // a whole TLS record
constexpr int chunks_a_turn = 4;
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t linger_octets = 4u << 20;
using What = IoOutcome::What;

}  // namespace

Stream::Stream(EventLoop& loop, std::unique_ptr<Channel> channel, Listener& listener)
    : loop_(loop), channel_(std::move(channel)), listener_(listener),
      interest_(EPOLLIN | EPOLLOUT),  // writable at once: that starts the handshake
      linger_(loop), self_(std::make_shared<Stream*>(this)) {
    loop_.watch(channel_->fd(), interest_, [this](std::uint32_t events) { ready(events); });
}

Stream::~Stream() {
    if (state_ != State::closed) loop_.unwatch(channel_->fd());
}

void Stream::write(std::string_view octets) {
    if (state_ != State::open) return;
    if (unsent() == 0 && !want_write_) {
        output_.assign(octets);
        sent_ = 0;
    } else {
        if (sent_ > output_.size() / 2) output_.erase(0, std::exchange(sent_, 0));
        output_.append(octets);
    }
    if (!want_write_) flush();
    update_interest();
}

void Stream::pause_reading(bool paused) {
    paused_ = paused;
    update_interest();
    if (!paused_ && state_ == State::open) read_later();
}

void Stream::finish(std::string reason) {
    if (!live()) return;
    if (state_ == State::handshake) return abort(std::move(reason));
    reason_ = std::move(reason);
    state_ = State::finishing;
    linger_.start(linger_time, [this] { closed(reason_); });
    if (unsent() == 0) linger();
    update_interest();
}

void Stream::abort(std::string reason) {
    if (state_ == State::aborted || state_ == State::closed) return;
    reason_ = std::move(reason);
    state_ = State::aborted;
    loop_.rewatch(channel_->fd(), interest_ = 0);
    linger_.start(Duration::zero(), [this] { closed(reason_); });
}

void Stream::ready(std::uint32_t events) {
    if (state_ == State::aborted || state_ == State::closed) return;
    if (state_ == State::open && paused_ && (events & (EPOLLHUP | EPOLLERR)) != 0) return closed("closed by the peer");
    if (state_ == State::handshake) shake_hands();
    // What the peer sent before it went away is read before a write finds out that it went.
    read_some();
    flush();
    update_interest();
}

void Stream::shake_hands() {
    const auto outcome = channel_->handshake();
    want_write_ = outcome.what == What::want_write;
    if (outcome.what == What::closed) return closed("closed in the handshake");
    if (outcome.what == What::failed) return closed(outcome.text);
    if (outcome.what != What::done) return;
    state_ = State::open;
    listener_.on_open();
}

void Stream::read_some() {
    std::array<char, chunk> buffer;
    for (int i = 0; i < chunks_a_turn; ++i) {
        if (state_ == State::handshake || state_ == State::aborted || state_ == State::closed) return;
        if (state_ == State::open && paused_) return;
        const auto outcome = channel_->read(buffer);
        if (outcome.what == What::closed) return closed(live() ? "closed by the peer" : reason_);
        if (outcome.what == What::failed) return closed(live() ? outcome.text : reason_);
        if (outcome.what != What::done) return;
        if (state_ == State::open) {
            listener_.on_data({buffer.data(), outcome.octets});
        } else if ((forgotten_ += outcome.octets) > linger_octets) {
            return closed(reason_);
        }
    }
    read_later();
}

// Octets that TLS has already taken from the socket do not make it readable again.
void Stream::read_later() {
    if (channel_->buffered() == 0) return;
    loop_.post([self = std::weak_ptr(self_)] {
        if (const auto alive = self.lock()) (*alive)->ready(EPOLLIN);
    });
}

void Stream::flush() {
    if (state_ != State::open && state_ != State::finishing) return;
    const bool had = unsent() > 0;
    want_write_ = false;
    while (unsent() > 0) {
        const auto outcome = channel_->write(std::string_view(output_).substr(sent_));
        if (outcome.what == What::done) {
            sent_ += outcome.octets;
            continue;
        }
        if (outcome.what == What::want_write || outcome.what == What::want_read) {
            want_write_ = outcome.what == What::want_write;
            return;
        }
        output_.clear();
        sent_ = 0;
        return abort(outcome.what == What::closed ? "closed by the peer" : outcome.text);
    }
    if (!had) return;
    std::string().swap(output_);
    sent_ = 0;
    if (state_ == State::finishing) return linger();
    if (state_ == State::open) listener_.on_drained();
}

void Stream::linger() {
    state_ = State::lingering;
    channel_->end_writing();
}

void Stream::update_interest() {
    if (state_ == State::aborted || state_ == State::closed) return;
    std::uint32_t wanted = 0;
    if (state_ != State::open || !paused_) wanted |= EPOLLIN;
    if (want_write_) wanted |= EPOLLOUT;
    if (wanted == interest_) return;
    loop_.rewatch(channel_->fd(), interest_ = wanted);
}

void Stream::closed(std::string reason) {
    if (state_ == State::closed) return;
    state_ = State::closed;
    linger_.stop();
    loop_.unwatch(channel_->fd());
    listener_.on_closed(reason);
}

}  // namespace wims::net
