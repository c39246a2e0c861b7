// SPDX-License-Identifier: Apache-2.0
#include "transcode/direction.hpp"

#include <algorithm>
#include <array>

namespace wims::transcode {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t step_ms = 20;                          // of comfort noise and concealment
constexpr Duration comfort_lag = milliseconds(30);             // behind the source, so that its jitter makes no overlap
constexpr Duration longest_silence = std::chrono::seconds(1);  // without a word of a silent source
constexpr std::int64_t longest_overlap_ms = 500;               // a timestamp further back is a new line

}  // namespace

Direction::Direction(media::Towards towards, std::unique_ptr<Decoder> decoder, std::uint32_t source_clock,
                     std::unique_ptr<Encoder> encoder, std::uint32_t target_clock)
    : towards_(towards), decoder_(std::move(decoder)), encoder_(std::move(encoder)), source_clock_(source_clock),
      target_clock_(target_clock), decoded_(decoder_->rate() * longest_packet_ms / 1000) {
    if (decoder_->rate() != encoder_->rate()) resampler_.emplace(decoder_->rate(), encoder_->rate());
    waiting_.reserve(encoder_->rate() * (2 * longest_packet_ms) / 1000);
}

std::int64_t Direction::ticks(std::size_t samples) const noexcept {
    return static_cast<std::int64_t>(samples) * source_clock_ / decoder_->rate();
}

std::size_t Direction::samples_of(std::int64_t ticks) const noexcept {
    return static_cast<std::size_t>(ticks * decoder_->rate() / source_clock_);
}

std::int64_t Direction::at_target(std::int64_t source_ticks) const noexcept {
    return source_ticks * target_clock_ / source_clock_;
}

void Direction::receive(const media::CodedPacket& packet, TimePoint now, media::TranscoderOutput& output) {
    const auto verdict = order_.receive(packet, now);
    if (verdict == ReorderBuffer::Verdict::late) ++statistics_.late;
    if (verdict == ReorderBuffer::Verdict::next) play(packet.timestamp, packet.payload, 0, now, output);
    play_due(now, output);
}

void Direction::play_due(TimePoint now, media::TranscoderOutput& output) {
    std::uint64_t lost = 0;
    while (const auto* held = order_.take(now, lost)) play(held->timestamp, held->payload, lost, now, output);
}

void Direction::play(std::int64_t timestamp, std::span<const std::uint8_t> payload, std::uint64_t lost, TimePoint now,
                     media::TranscoderOutput& output) {
    if (payload.empty()) return;
    timestamp += shift_;
    if (!started_) {
        started_ = true;
        position_ = timestamp;
        target_ = at_target(timestamp);
    }
    std::int64_t gap = timestamp - position_;
    if (gap < -longest_overlap_ms * source_clock_ / 1000) {
        shift_ -= gap;
        timestamp = position_;
        gap = 0;
    }
    if (gap > 0 && (lost > 0 || damaged_ || silent_)) fill(gap, damaged_ ? lost + 1 : lost, payload, output);
    if (position_ < timestamp) jump_to(timestamp, output);
    const Decoded done = decoder_->decode(payload, decoded_);
    damaged_ = done.samples == 0;
    if (damaged_) {
        ++statistics_.rejected;
        return;
    }
    // What comfort noise already stands for.
    const std::size_t passed = gap < 0 ? std::min(samples_of(-gap), done.samples) : 0;
    last_samples_ = done.samples;
    silent_ = done.silence;
    silent_since_ = now;
    heard(std::span(decoded_).first(done.samples).subspan(passed), output);
    comfort_due_ = now + comfort_lag + milliseconds(done.samples * 1000 / decoder_->rate());
}

void Direction::fill(std::int64_t gap, std::uint64_t lost, std::span<const std::uint8_t> next,
                     media::TranscoderOutput& output) {
    const std::size_t step = decoder_->rate() * step_ms / 1000;
    const std::size_t ten = step / 2;
    std::size_t missing = std::min(samples_of(gap), decoded_.size()) / ten * ten;
    const std::size_t last = lost > 0 && last_samples_ > 0 ? std::min(last_samples_, missing) : 0;
    for (missing -= last; missing > 0;) {
        const auto part = std::span(decoded_).first(std::min(step, missing));
        decoder_->conceal(part);
        (lost > 0 ? statistics_.concealed_ms : statistics_.comfort_ms) += part.size() * 1000 / decoder_->rate();
        missing -= part.size();
        heard(part, output);
    }
    if (last == 0) return;
    const auto part = std::span(decoded_).first(last);
    const std::uint64_t ms = last * 1000 / decoder_->rate();
    if (decoder_->recover(next, part)) statistics_.recovered_ms += ms;
    statistics_.concealed_ms += ms;
    heard(part, output);
}

void Direction::jump_to(std::int64_t timestamp, media::TranscoderOutput& output) {
    if (!waiting_.empty()) {  // the rest of a packet, with silence
        waiting_.resize(static_cast<std::size_t>(encoder_->rate()) * encoder_->packet_ms() / 1000);
        send_full(output);
    }
    position_ = timestamp;
    target_ = std::max(target_, at_target(timestamp));
    marker_ = true;
}

void Direction::heard(std::span<const Sample> samples, media::TranscoderOutput& output) {
    position_ += ticks(samples.size());
    if (resampler_) resampler_->push(samples, waiting_);
    else waiting_.insert(waiting_.end(), samples.begin(), samples.end());
    send_full(output);
}

void Direction::send_full(media::TranscoderOutput& output) {
    const std::size_t size = static_cast<std::size_t>(encoder_->rate()) * encoder_->packet_ms() / 1000;
    std::size_t sent = 0;
    for (; waiting_.size() - sent >= size; sent += size) {
        std::array<std::uint8_t, Encoder::payload_room> payload;
        const std::size_t octets = encoder_->encode(std::span(waiting_).subspan(sent, size), payload);
        if (octets > 0) output.send(towards_, {target_, marker_, std::span(payload).first(octets)});
        marker_ = octets == 0;
        target_ += static_cast<std::int64_t>(target_clock_) * encoder_->packet_ms() / 1000;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
}

void Direction::comfort(TimePoint now, media::TranscoderOutput& output) {
    if (now - silent_since_ > longest_silence) {
        silent_ = false;
        return;
    }
    const auto part = std::span(decoded_).first(decoder_->rate() * step_ms / 1000);
    decoder_->conceal(part);
    statistics_.comfort_ms += step_ms;
    comfort_due_ += milliseconds(step_ms);
    heard(part, output);
}

void Direction::handle_time(TimePoint now, media::TranscoderOutput& output) {
    play_due(now, output);
    for (int steps = 0; silent_ && comfort_due_ <= now && steps < 6; ++steps) comfort(now, output);
    if (silent_ && comfort_due_ <= now) comfort_due_ = now + milliseconds(step_ms);
}

std::optional<TimePoint> Direction::deadline() const {
    auto next = order_.deadline();
    if (silent_) next = next ? std::min(*next, comfort_due_) : comfort_due_;
    return next;
}

Duration Direction::delay() const {
    return decoder_->delay() + encoder_->delay() + order_.wait() + (resampler_ ? resampler_->delay() : Duration{});
}

}  // namespace wims::transcode
