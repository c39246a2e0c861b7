// SPDX-License-Identifier: Apache-2.0
#include "transcode/reorder_buffer.hpp"

#include <algorithm>

namespace wims::transcode {
namespace {

constexpr Duration margin = std::chrono::milliseconds(5);
constexpr Duration calm = std::chrono::seconds(10);  // without late packets: the wait is halved
constexpr std::uint64_t restart = 1000;              // numbers further on: not a loss but another stream

}  // namespace

ReorderBuffer::Held* ReorderBuffer::first() {
    Held* found = nullptr;
    for (auto& held : held_)
        if (held.used && (found == nullptr || held.sequence < found->sequence)) found = &held;
    return found;
}

void ReorderBuffer::learn_wait(TimePoint now) {
    const Duration missed_by = now - given_up_;
    if (missed_by < longest_wait) wait_ = std::min(longest_wait, wait_ + missed_by + margin);
    calm_since_ = now;
}

ReorderBuffer::Verdict ReorderBuffer::receive(const media::CodedPacket& packet, TimePoint now) {
    if (now - calm_since_ > calm) {
        wait_ = wait_ > margin ? wait_ / 2 : Duration{};
        calm_since_ = now;
    }
    if (!next_) next_ = packet.sequence;
    if (packet.sequence < *next_) {
        learn_wait(now);
        return Verdict::late;
    }
    if (packet.sequence > *next_ + restart && count_ == 0) next_ = packet.sequence;
    if (packet.sequence == *next_) {
        ++*next_;
        return Verdict::next;
    }
    Held* place = nullptr;
    for (auto& held : held_) {
        if (held.used && held.sequence == packet.sequence) return Verdict::late;  // twice
        if (!held.used) place = &held;
    }
    if (place == nullptr) return Verdict::late;  // take() leaves a place free
    place->used = true;
    place->sequence = packet.sequence;
    place->timestamp = packet.timestamp;
    place->arrived = now;
    place->payload.assign(packet.payload.begin(), packet.payload.end());
    ++count_;
    return Verdict::held;
}

const ReorderBuffer::Held* ReorderBuffer::take(TimePoint now, std::uint64_t& lost) {
    Held* held = first();
    if (held == nullptr) return nullptr;
    const bool in_order = held->sequence == *next_;
    if (!in_order && now < held->arrived + wait_ && count_ < places) return nullptr;
    lost = held->sequence - *next_;
    if (lost > 0) given_up_ = now;
    next_ = held->sequence + 1;
    held->used = false;
    --count_;
    return held;
}

std::optional<TimePoint> ReorderBuffer::deadline() const {
    const Held* held = first();
    if (held == nullptr) return std::nullopt;
    return held->arrived + wait_;
}

}  // namespace wims::transcode
