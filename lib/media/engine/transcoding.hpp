// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include <wims/iq/gateway.hpp>
#include <wims/media/codec_factory.hpp>

#include "media/rtp/header.hpp"
#include "media/rtp/source_clock.hpp"

namespace wims::media::engine {

/// A stream whose two sides have no codec in common, on the thread of its context: a packet is at most 240 ms of audio's work,
/// and what a host does beside is up to its workers. (AUD-03, AGW-10)
class Transcoding final : private TranscoderOutput {
public:
    /// Where the packets go that are made: with marker, type, and the numbers of a source that is this object's own.
    class Sender {
    public:
        virtual ~Sender() = default;
        virtual void send(Towards towards, const rtp::Header& header, std::span<const std::uint8_t> payload) = 0;
    };

    Transcoding(const iq::Transcoding& spec, std::unique_ptr<Transcoder> transcoder);

    const iq::Transcoding& spec() const noexcept { return spec_; }
    void receive(Towards towards, const rtp::Header& header, std::span<const std::uint8_t> payload, TimePoint now,
                 Sender& sender);
    /// A packet that is not passed on, as on hold: no loss.
    void skip(Towards towards, const rtp::Header& header, TimePoint now, Sender& sender) {
        receive(towards, header, {}, now, sender);
    }
    /// A telephone-event that passes beside the audio: takes its number, and gives `header` those of the made line. The
    /// durations in `payload` are scaled. False: no event. (AUD-05)
    bool pass_event(Towards towards, rtp::Header& header, std::span<std::uint8_t> payload, std::uint32_t from_rate,
                    std::uint32_t to_rate, TimePoint now, Sender& sender);

    void handle_time(TimePoint now, Sender& sender);
    std::optional<TimePoint> deadline() const { return transcoder_->deadline(); }
    TranscoderStatistics statistics(Towards towards) const { return transcoder_->statistics(towards); }

    /// For RTCP: the source that a line hears, who is heard on the other side of `towards`, and the timestamp that it has
    /// for the line.
    std::uint32_t made_ssrc() const noexcept { return made_ssrc_; }
    std::optional<std::uint32_t> source(Towards towards) const noexcept { return way(towards).clock.source(); }
    std::uint32_t made_timestamp(Towards towards, std::uint32_t of_source) const noexcept;

private:
    struct Way {
        rtp::SourceClock clock;
        std::uint16_t next_sequence = 0;
    };

    void send(Towards towards, const TranscodedPacket& packet) override;
    void number(Towards towards, rtp::Header& header);

    Way& way(Towards towards) noexcept { return towards == Towards::access ? to_access_ : to_core_; }
    const Way& way(Towards towards) const noexcept { return towards == Towards::access ? to_access_ : to_core_; }
    const iq::Codec& source_codec(Towards towards) const noexcept {
        return towards == Towards::access ? spec_.core : spec_.access;
    }
    const iq::Codec& target_codec(Towards towards) const noexcept {
        return towards == Towards::access ? spec_.access : spec_.core;
    }
    std::int64_t at_target(Towards towards, std::int64_t ticks) const noexcept {
        return ticks * target_codec(towards).clock_rate / source_codec(towards).clock_rate;
    }

    const iq::Transcoding spec_;
    const std::unique_ptr<Transcoder> transcoder_;
    const std::uint32_t made_ssrc_;  // tells lines of several transcodings of a stream apart; never sent
    Way to_access_, to_core_;
    Sender* sender_ = nullptr;  // within a call
};

}  // namespace wims::media::engine
