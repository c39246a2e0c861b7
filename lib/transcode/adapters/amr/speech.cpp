// SPDX-License-Identifier: Apache-2.0
#include "transcode/adapters/amr/speech.hpp"

#include <opencore-amrnb/interf_dec.h>
#include <opencore-amrnb/interf_enc.h>
#include <opencore-amrwb/dec_if.h>
#include <vo-amrwbenc/enc_if.h>

#include <algorithm>

namespace wims::transcode::amr {
namespace {

/// A frame as these libraries want it: the octet of its type, then its bits. [RFC 4867 5.3]
using Stored = std::array<std::uint8_t, 1 + longest_frame + 3>;

Stored stored(const Frame& frame) {
    Stored octets{};
    octets[0] = static_cast<std::uint8_t>(frame.type << 3 | (frame.good ? 4 : 0));
    std::copy(frame.bits.begin(), frame.bits.end(), octets.begin() + 1);
    return octets;
}

Frame frame_of(Variant variant, const Stored& octets, int size) {
    Frame frame;
    if (size < 1) return frame;
    frame.type = octets[0] >> 3 & 0x0F;
    frame.good = (octets[0] & 4) != 0;
    if (frame_bits(variant, frame.type) == reserved) frame.type = no_data;
    std::copy_n(octets.begin() + 1, frame.octets(variant), frame.bits.begin());
    return frame;
}

class NarrowDecoder final : public SpeechDecoder {
public:
    NarrowDecoder() : state_(Decoder_Interface_init()) {}
    ~NarrowDecoder() override { Decoder_Interface_exit(state_); }
    NarrowDecoder(const NarrowDecoder&) = delete;
    NarrowDecoder& operator=(const NarrowDecoder&) = delete;
    void decode(const Frame& frame, std::span<Sample> out) override {
        const Stored in = stored(frame);
        Decoder_Interface_Decode(state_, in.data(), out.data(), frame.good ? 0 : 1);
    }

private:
    void* const state_;
};

class WideDecoder final : public SpeechDecoder {
public:
    WideDecoder() : state_(D_IF_init()) {}
    ~WideDecoder() override { D_IF_exit(state_); }
    WideDecoder(const WideDecoder&) = delete;
    WideDecoder& operator=(const WideDecoder&) = delete;
    void decode(const Frame& frame, std::span<Sample> out) override {
        const Stored in = stored(frame);
        D_IF_decode(state_, in.data(), out.data(), frame.good ? 0 : 1);
    }

private:
    void* const state_;
};

class NarrowEncoder final : public SpeechEncoder {
public:
    explicit NarrowEncoder(bool dtx) : state_(Encoder_Interface_init(dtx ? 1 : 0)) {}
    ~NarrowEncoder() override { Encoder_Interface_exit(state_); }
    NarrowEncoder(const NarrowEncoder&) = delete;
    NarrowEncoder& operator=(const NarrowEncoder&) = delete;
    Frame encode(std::uint8_t mode, std::span<const Sample> samples) override {
        Stored out{};
        return frame_of(Variant::narrow, out,
                        Encoder_Interface_Encode(state_, static_cast<Mode>(mode), samples.data(), out.data(), 0));
    }

private:
    void* const state_;
};

class WideEncoder final : public SpeechEncoder {
public:
    explicit WideEncoder(bool dtx) : state_(E_IF_init()), dtx_(dtx) {}
    ~WideEncoder() override { E_IF_exit(state_); }
    WideEncoder(const WideEncoder&) = delete;
    WideEncoder& operator=(const WideEncoder&) = delete;
    Frame encode(std::uint8_t mode, std::span<const Sample> samples) override {
        Stored out{};
        return frame_of(Variant::wide, out, E_IF_encode(state_, mode, samples.data(), out.data(), dtx_ ? 1 : 0));
    }

private:
    void* const state_;
    const bool dtx_;
};

}  // namespace

std::unique_ptr<SpeechDecoder> make_speech_decoder(Variant variant) {
    if (variant == Variant::narrow) return std::make_unique<NarrowDecoder>();
    return std::make_unique<WideDecoder>();
}

std::unique_ptr<SpeechEncoder> make_speech_encoder(Variant variant, bool dtx) {
    if (variant == Variant::narrow) return std::make_unique<NarrowEncoder>(dtx);
    return std::make_unique<WideEncoder>(dtx);
}

}  // namespace wims::transcode::amr
