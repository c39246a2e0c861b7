// SPDX-License-Identifier: Apache-2.0
#include "media/iq/handshake_queue.hpp"

#include <utility>

#include <wims/media/counters.hpp>

namespace wims::media {

bool HandshakeQueue::concerns(std::span<const std::uint8_t> datagram) noexcept {
    constexpr std::uint8_t change_cipher_spec = 20, handshake = 22;
    return !datagram.empty() && (datagram[0] == handshake || datagram[0] == change_cipher_spec);
}

bool HandshakeQueue::admit(std::span<const std::uint8_t> datagram, const IpEndpoint& from) {
    if (waiting_.empty() && handled_ < a_round) {
        ++handled_;
        return true;
    }
    if (waiting_.size() >= places) {
        count(metrics_, Counter::handshakes_dropped);
        return false;
    }
    count(metrics_, Counter::handshakes_delayed);
    waiting_.push_back({{datagram.begin(), datagram.end()}, from});
    return false;
}

std::vector<HandshakeQueue::Waiting> HandshakeQueue::next_round() {
    std::vector<Waiting> due;
    while (due.size() < a_round && !waiting_.empty()) {
        due.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    handled_ = due.size();
    return due;
}

}  // namespace wims::media
