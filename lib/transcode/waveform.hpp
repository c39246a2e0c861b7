// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/concealment.hpp"
#include "transcode/encoder.hpp"
#include "transcode/g711.hpp"

/// Codecs that code sample by sample: PCMU, PCMA and L16. [RFC 3551 4.5]
namespace wims::transcode {

enum class Waveform : std::uint8_t { pcma, pcmu, l16 };

class WaveformDecoder final : public Decoder {
public:
    WaveformDecoder(Waveform kind, std::uint32_t rate) : kind_(kind), rate_(rate), concealment_(rate) {}
    std::uint32_t rate() const noexcept override { return rate_; }
    Decoded decode(std::span<const std::uint8_t> payload, std::span<Sample> out) override;
    void conceal(std::span<Sample> out) override { concealment_.conceal(out); }

private:
    const Waveform kind_;
    const std::uint32_t rate_;
    Concealment concealment_;
};

class WaveformEncoder final : public Encoder {
public:
    WaveformEncoder(Waveform kind, std::uint32_t rate, std::uint32_t ptime);
    std::uint32_t rate() const noexcept override { return rate_; }
    std::uint32_t packet_ms() const noexcept override { return packet_ms_; }
    std::size_t encode(std::span<const Sample> samples, std::span<std::uint8_t> out) override;

private:
    const Waveform kind_;
    const std::uint32_t rate_;
    const std::uint32_t packet_ms_;
};

/// The packet time that is closest to `ptime` from below in steps of `step`, at most 60 ms and what a datagram holds.
std::uint32_t whole_packet_ms(std::uint32_t ptime, std::uint32_t step, std::uint32_t octets_per_ms) noexcept;

}  // namespace wims::transcode
