// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/iq/codec.hpp>

/// Transcoding, given to the media library by the host: the library itself links no codec. (AGW-10, AUD-03)
namespace wims::media {

enum class Towards : std::uint8_t { access, core };

/// One packet of the source. Both numbers are unwrapped, and go on when the source's SSRC changes.
struct CodedPacket {
    std::uint64_t sequence = 0;             ///< one more with each packet sent: a gap is a loss
    std::int64_t timestamp = 0;             ///< ticks of the source codec's RTP clock, from 0
    std::span<const std::uint8_t> payload;  ///< empty: the number was another payload type's, as telephone-event
};

struct TranscodedPacket {
    std::int64_t timestamp = 0;             ///< ticks of the target codec's RTP clock: 0 is when the source's was 0
    bool marker = false;                    ///< first after silence [RFC 3551 4.1]
    std::span<const std::uint8_t> payload;  ///< until send() returns
};

/// Where a Transcoder puts what it makes, inside the call that made it. It may not call back in.
class TranscoderOutput {
public:
    virtual ~TranscoderOutput() = default;
    virtual void send(Towards towards, const TranscodedPacket& packet) = 0;
};

struct TranscoderStatistics {
    std::uint64_t rejected = 0;      ///< payloads that are none of the codec
    std::uint64_t late = 0;          ///< packets that came after their place was concealed
    std::uint64_t concealed_ms = 0;  ///< made up for losses
    std::uint64_t recovered_ms = 0;  ///< of these, from a later packet's redundancy (Opus in-band FEC)
    std::uint64_t comfort_ms = 0;    ///< made in the source's silence (DTX)
};

/// Both directions of one audio stream between two codecs: one object, since what one side says steers what it is sent
/// (AMR's mode request). No thread, no clock, no I/O; one thread at a time. One call makes at most 240 ms of audio.
class Transcoder {
public:
    virtual ~Transcoder() = default;

    /// A packet from the other side of `towards`. Bad ones are counted and change nothing.
    virtual void receive(Towards towards, const CodedPacket& packet, TimePoint now, TranscoderOutput& output) = 0;
    /// Goes on where a packet is missing or the source is silent.
    virtual void handle_time(TimePoint now, TranscoderOutput& output) = 0;
    virtual std::optional<TimePoint> deadline() const = 0;

    /// What it adds to the way of a sample besides the packet time: codecs' look-ahead, filters and the wait for packets
    /// that overtook one another, as it is now.
    virtual Duration delay(Towards towards) const = 0;
    virtual TranscoderStatistics statistics(Towards towards) const = 0;
};

/// Given in the configuration of ImsAgw or MediaEngine, which it outlives. Every member from any thread.
class CodecFactory {
public:
    virtual ~CodecFactory() = default;

    /// What it codes, the best first; parameters are those to offer.
    virtual std::vector<iq::Codec> codecs() const = 0;
    /// usage: a codec that is not there, or parameters that it cannot keep to.
    virtual Result<std::unique_ptr<Transcoder>> create(const iq::Codec& access, const iq::Codec& core) = 0;
};

}  // namespace wims::media
