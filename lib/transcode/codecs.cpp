// SPDX-License-Identifier: Apache-2.0
#include <wims/transcode/codecs.hpp>

#include <new>

#include "common/sdp/fmtp_values.hpp"
#include "transcode/adapters/opus/opus_decoder.hpp"
#include "transcode/adapters/opus/opus_encoder.hpp"
#include "transcode/amr/amr_decoder.hpp"
#include "transcode/amr/amr_encoder.hpp"
#include "transcode/pair.hpp"
#include "transcode/waveform.hpp"
#ifdef WIMS_WITH_AVCODEC
#include "transcode/adapters/avcodec/g722.hpp"
#endif

namespace wims::transcode {
namespace {

enum class Kind : std::uint8_t { opus, g722, pcma, pcmu, l16, amr, amr_wb };

struct Known {
    std::string_view encoding;
    Kind kind;
    std::uint32_t clock_rate;
    std::uint32_t sample_rate;  ///< 0: the other codec's
};

constexpr Known table[] = {
    {"opus", Kind::opus, 48000, 0},    {"AMR-WB", Kind::amr_wb, 16000, 16000}, {"AMR", Kind::amr, 8000, 8000},
#ifdef WIMS_WITH_AVCODEC
    {"G722", Kind::g722, 8000, 16000},
#endif
    {"PCMA", Kind::pcma, 8000, 8000},  {"PCMU", Kind::pcmu, 8000, 8000},       {"L16", Kind::l16, 8000, 8000},
    {"L16", Kind::l16, 16000, 16000},  {"L16", Kind::l16, 48000, 48000},
};

const Known* known(const iq::Codec& codec) {
    for (const auto& one : table)
        if (equal_without_case(one.encoding, codec.encoding) && one.clock_rate == codec.clock_rate) return &one;
    return nullptr;
}

amr::Variant variant(Kind kind) { return kind == Kind::amr ? amr::Variant::narrow : amr::Variant::wide; }
bool is_amr(Kind kind) { return kind == Kind::amr || kind == Kind::amr_wb; }

Waveform waveform(Kind kind) {
    return kind == Kind::pcma ? Waveform::pcma : kind == Kind::pcmu ? Waveform::pcmu : Waveform::l16;
}

/// One end of a pair.
struct End {
    const Known* known = nullptr;
    const iq::Codec* codec = nullptr;
    std::uint32_t rate = 0;  ///< of its samples
    amr::Parameters amr;
};

Result<End> end_of(const iq::Codec& codec) {
    End end{known(codec), &codec, 0, {}};
    if (end.known == nullptr)
        return Error{ErrorKind::usage, "no transcoder for " + codec.encoding + "/" + std::to_string(codec.clock_rate),
                     488};
    if (codec.channels > 1 && end.known->kind != Kind::opus)
        return Error{ErrorKind::usage, codec.encoding + " has more than one channel", 488};
    end.rate = end.known->sample_rate;
    if (!is_amr(end.known->kind)) return end;
    auto parameters = amr::Parameters::parse(variant(end.known->kind), codec.parameters);
    if (!parameters) return parameters.error();
    end.amr = *parameters;
    return end;
}

class Codecs final : public media::CodecFactory {
public:
    explicit Codecs(const CodecsConfig& config) : config_(config) {}

    std::vector<iq::Codec> codecs() const override {
        std::vector<iq::Codec> all;
        for (const auto& one : table) {
            const bool opus = one.kind == Kind::opus;
            all.push_back({std::string(one.encoding), one.clock_rate, static_cast<std::uint8_t>(opus ? 2 : 1),
                           is_amr(one.kind) ? "mode-change-capability=2;max-red=0"
                           : opus           ? "useinbandfec=1"
                                            : "",
                           20});
        }
        return all;
    }

    Result<std::unique_ptr<media::Transcoder>> create(const iq::Codec& access, const iq::Codec& core) override {
        auto a = end_of(access);
        if (!a) return a.error();
        auto c = end_of(core);
        if (!c) return c.error();
        // Opus takes the other's rate; two of them meet at Opus' own.
        if (a->rate == 0) a->rate = c->rate == 0 ? 48000 : c->rate;
        if (c->rate == 0) c->rate = a->rate;
        try {
            return std::unique_ptr<media::Transcoder>(
                std::make_unique<Pair>(way(media::Towards::access, *c, *a), way(media::Towards::core, *a, *c)));
        } catch (const std::bad_alloc&) {
            return Error{ErrorKind::limit, "no memory for a transcoder", 503};
        }
    }

private:
    std::unique_ptr<Direction> way(media::Towards towards, const End& from, const End& to) const {
        return std::make_unique<Direction>(towards, decoder(from), from.codec->clock_rate, encoder(to),
                                           to.codec->clock_rate);
    }

    std::unique_ptr<Decoder> decoder(const End& end) const {
        switch (end.known->kind) {
            case Kind::opus: return std::make_unique<OpusSpeechDecoder>(end.rate);
            case Kind::amr:
            case Kind::amr_wb: return std::make_unique<amr::AmrDecoder>(variant(end.known->kind), end.amr);
#ifdef WIMS_WITH_AVCODEC
            case Kind::g722: return make_g722_decoder();
#endif
            default: return std::make_unique<WaveformDecoder>(waveform(end.known->kind), end.rate);
        }
    }

    std::unique_ptr<Encoder> encoder(const End& end) const {
        const auto ptime = end.codec->ptime;
        switch (end.known->kind) {
            case Kind::opus:
                return std::make_unique<OpusSpeechEncoder>(
                    end.rate, end.codec->parameters, OpusSettings{config_.opus_complexity, config_.opus_expected_loss},
                    ptime);
            case Kind::amr:
            case Kind::amr_wb: {
                const int mode = end.known->kind == Kind::amr ? config_.amr_mode : config_.amr_wb_mode;
                return std::make_unique<amr::AmrEncoder>(variant(end.known->kind), end.amr,
                                                         static_cast<std::uint8_t>(mode), config_.amr_dtx, ptime);
            }
#ifdef WIMS_WITH_AVCODEC
            case Kind::g722: return make_g722_encoder(ptime);
#endif
            default: return std::make_unique<WaveformEncoder>(waveform(end.known->kind), end.rate, ptime);
        }
    }

    const CodecsConfig config_;
};

}  // namespace

Result<std::unique_ptr<media::CodecFactory>> make_codecs(const CodecsConfig& config) {
    const auto within = [](int value, int highest) { return value >= 0 && value <= highest; };
    const auto usage = [](const char* text) { return Error{ErrorKind::usage, text, 0}; };
    if (!within(config.opus_complexity, 10)) return usage("opus_complexity is not within 0…10");
    if (!within(config.opus_expected_loss, 100)) return usage("opus_expected_loss is not within 0…100");
    if (!within(config.amr_mode, 7)) return usage("amr_mode is not within 0…7");
    if (!within(config.amr_wb_mode, 8)) return usage("amr_wb_mode is not within 0…8");
    return std::unique_ptr<media::CodecFactory>(std::make_unique<Codecs>(config));
}

}  // namespace wims::transcode
