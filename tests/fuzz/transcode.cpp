// SPDX-License-Identifier: Apache-2.0
// Payloads of every codec that has a format: [codec] ([octets] payload)*.
#include <algorithm>
#include <span>

#include <wims/transcode/codecs.hpp>

namespace {

using namespace wims;

struct Nowhere final : media::TranscoderOutput {
    void send(media::Towards, const media::TranscodedPacket&) override {}
};

const iq::Codec sources[] = {{"AMR", 8000, 1, "", 20},     {"AMR", 8000, 1, "octet-align=1", 20},
                             {"AMR-WB", 16000, 1, "", 20}, {"AMR-WB", 16000, 1, "octet-align=1", 20},
                             {"opus", 48000, 2, "", 20},   {"PCMA", 8000, 1, "", 20}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto codecs = std::move(*transcode::make_codecs({}));
    std::span<const std::uint8_t> in(data, size);
    if (in.empty()) return 0;
    const auto pair = codecs->create(sources[in[0] % std::size(sources)], {"L16", 8000, 1, "", 20});
    in = in.subspan(1);
    Nowhere out;
    TimePoint now(std::chrono::seconds(1));
    std::uint64_t sequence = 0;
    for (std::int64_t timestamp = 0; !in.empty(); timestamp += 320) {
        const std::size_t length = std::min<std::size_t>(in[0], in.size() - 1);
        (*pair)->receive(media::Towards::core, {sequence++, timestamp, in.subspan(1, length)}, now, out);
        (*pair)->handle_time(now += std::chrono::milliseconds(20), out);
        in = in.subspan(1 + length);
    }
    return 0;
}
