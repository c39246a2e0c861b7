// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "transcode/encoder.hpp"
#include "transcode/reorder_buffer.hpp"
#include "transcode/resampler.hpp"

namespace wims::transcode {

/// One way: payloads in order → samples → payloads of the other codec, whose timestamps say when each sample was at the
/// source. Losses up to 120 ms are concealed; over that, and in a silence without comfort noise, the timestamps jump.
class Direction {
public:
    /// Clock rates of RTP, which for Opus and G.722 are not those of the samples.
    Direction(media::Towards towards, std::unique_ptr<Decoder> decoder, std::uint32_t source_clock,
              std::unique_ptr<Encoder> encoder, std::uint32_t target_clock);

    void receive(const media::CodedPacket& packet, TimePoint now, media::TranscoderOutput& output);
    void handle_time(TimePoint now, media::TranscoderOutput& output);
    std::optional<TimePoint> deadline() const;

    Duration delay() const;
    const media::TranscoderStatistics& statistics() const noexcept { return statistics_; }
    Decoder& decoder() noexcept { return *decoder_; }
    Encoder& encoder() noexcept { return *encoder_; }

private:
    void play_due(TimePoint now, media::TranscoderOutput& output);
    void play(std::int64_t timestamp, std::span<const std::uint8_t> payload, std::uint64_t lost, TimePoint now,
              media::TranscoderOutput& output);
    void fill(std::int64_t ticks, std::uint64_t lost, std::span<const std::uint8_t> next,
              media::TranscoderOutput& output);
    void jump_to(std::int64_t timestamp, media::TranscoderOutput& output);
    void comfort(TimePoint now, media::TranscoderOutput& output);
    void heard(std::span<const Sample> samples, media::TranscoderOutput& output);
    void send_full(media::TranscoderOutput& output);

    std::int64_t ticks(std::size_t samples) const noexcept;
    std::size_t samples_of(std::int64_t ticks) const noexcept;
    std::int64_t at_target(std::int64_t source_ticks) const noexcept;

    const media::Towards towards_;
    const std::unique_ptr<Decoder> decoder_;
    const std::unique_ptr<Encoder> encoder_;
    const std::uint32_t source_clock_;
    const std::uint32_t target_clock_;
    std::optional<Resampler> resampler_;
    ReorderBuffer order_;

    std::vector<Sample> decoded_;   // 120 ms of the decoder's rate
    std::vector<Sample> waiting_;   // for a whole packet, of the encoder's rate
    std::int64_t position_ = 0;     // source ticks: where the next sample belongs
    std::int64_t shift_ = 0;        // source ticks: added to what the source says
    std::int64_t target_ = 0;       // target ticks of waiting_'s first sample
    std::size_t last_samples_ = 0;  // in the last good payload
    bool started_ = false;
    bool marker_ = true;
    bool damaged_ = false;  // the last payload was refused: its time is missing
    bool silent_ = false;   // the source said so
    TimePoint silent_since_{};
    TimePoint comfort_due_{};
    media::TranscoderStatistics statistics_;
};

}  // namespace wims::transcode
