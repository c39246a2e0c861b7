// SPDX-License-Identifier: Apache-2.0
#include "transcode/adapters/avcodec/g722.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/frame.h>
}

#include <algorithm>
#include <new>

#include "transcode/concealment.hpp"
#include "transcode/waveform.hpp"

namespace wims::transcode {
namespace {

constexpr std::uint32_t sample_rate_hz = 16000;
/// Both quadrature mirror filters, 22 taps at 16 kHz each. [ITU-T G.722 3.1]
constexpr Duration filters = std::chrono::microseconds(1375);

/// The three things that libavcodec works with.
class Coder {
public:
    explicit Coder(const AVCodec* codec, std::size_t frame_samples = 0)
        : context_(avcodec_alloc_context3(codec)), packet_(av_packet_alloc()), frame_(av_frame_alloc()) {
        if (!context_ || !packet_ || !frame_) throw std::bad_alloc();
        context_->ch_layout = AV_CHANNEL_LAYOUT_MONO;
        context_->sample_rate = sample_rate_hz;
        context_->sample_fmt = AV_SAMPLE_FMT_S16;
        context_->frame_size = static_cast<int>(frame_samples);
        context_->thread_count = 1;
        if (avcodec_open2(context_.get(), codec, nullptr) < 0) throw std::bad_alloc();
    }
    AVCodecContext* context() noexcept { return context_.get(); }
    AVPacket* packet() noexcept { return packet_.get(); }
    AVFrame* frame() noexcept { return frame_.get(); }

private:
    struct Free {
        void operator()(AVCodecContext* p) const noexcept { avcodec_free_context(&p); }
        void operator()(AVPacket* p) const noexcept { av_packet_free(&p); }
        void operator()(AVFrame* p) const noexcept { av_frame_free(&p); }
    };
    std::unique_ptr<AVCodecContext, Free> context_;
    std::unique_ptr<AVPacket, Free> packet_;
    std::unique_ptr<AVFrame, Free> frame_;
};

class G722Decoder final : public Decoder {
public:
    G722Decoder() : coder_(avcodec_find_decoder(AV_CODEC_ID_ADPCM_G722)), concealment_(sample_rate_hz) {}
    std::uint32_t rate() const noexcept override { return sample_rate_hz; }
    void conceal(std::span<Sample> out) override { concealment_.conceal(out); }

    Decoded decode(std::span<const std::uint8_t> payload, std::span<Sample> out) override {
        if (payload.empty() || payload.size() * 2 > out.size()) return {};
        std::copy(payload.begin(), payload.end(), in_.begin());  // libavcodec reads past the end
        coder_.packet()->data = in_.data();
        coder_.packet()->size = static_cast<int>(payload.size());
        if (avcodec_send_packet(coder_.context(), coder_.packet()) < 0 ||
            avcodec_receive_frame(coder_.context(), coder_.frame()) < 0)
            return {};
        const std::size_t samples =
            std::min<std::size_t>(static_cast<std::size_t>(coder_.frame()->nb_samples), out.size());
        std::copy_n(reinterpret_cast<const Sample*>(coder_.frame()->data[0]), samples, out.begin());
        av_frame_unref(coder_.frame());
        concealment_.heard(out.first(samples));
        return {samples, false};
    }

private:
    Coder coder_;
    Concealment concealment_;
    std::array<std::uint8_t, longest_packet_ms * 8 + AV_INPUT_BUFFER_PADDING_SIZE> in_{};
};

class G722Encoder final : public Encoder {
public:
    explicit G722Encoder(std::uint32_t ptime)
        : packet_ms_(whole_packet_ms(ptime, 10, 8)),
          coder_(avcodec_find_encoder(AV_CODEC_ID_ADPCM_G722), packet_ms_ * sample_rate_hz / 1000) {}
    std::uint32_t rate() const noexcept override { return sample_rate_hz; }
    std::uint32_t packet_ms() const noexcept override { return packet_ms_; }
    Duration delay() const noexcept override { return filters; }

    std::size_t encode(std::span<const Sample> samples, std::span<std::uint8_t> out) override {
        AVFrame* frame = coder_.frame();
        frame->nb_samples = static_cast<int>(samples.size());
        frame->format = AV_SAMPLE_FMT_S16;
        frame->sample_rate = sample_rate_hz;
        frame->ch_layout = AV_CHANNEL_LAYOUT_MONO;
        if (av_frame_get_buffer(frame, 0) < 0) return 0;
        std::copy(samples.begin(), samples.end(), reinterpret_cast<Sample*>(frame->data[0]));
        const bool sent = avcodec_send_frame(coder_.context(), frame) >= 0;
        av_frame_unref(frame);
        if (!sent || avcodec_receive_packet(coder_.context(), coder_.packet()) < 0) return 0;
        const auto octets = std::min(static_cast<std::size_t>(coder_.packet()->size), out.size());
        std::copy_n(coder_.packet()->data, octets, out.begin());
        av_packet_unref(coder_.packet());
        return octets;
    }

private:
    const std::uint32_t packet_ms_;
    Coder coder_;
};

}  // namespace

std::unique_ptr<Decoder> make_g722_decoder() { return std::make_unique<G722Decoder>(); }
std::unique_ptr<Encoder> make_g722_encoder(std::uint32_t ptime) { return std::make_unique<G722Encoder>(ptime); }

}  // namespace wims::transcode
