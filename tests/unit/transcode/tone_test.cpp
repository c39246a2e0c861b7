// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

namespace wims::transcode {
namespace {

/// A vowel's harmonics are what speech codecs keep; of pure tones, those in the middle of the band.
constexpr double hertz = 440;
constexpr double amplitude = 8000;

const std::vector<iq::Codec> access_side{opus, g722, pcma, pcmu};
const std::vector<iq::Codec> core_side{amr_wide, amr_wide_aligned, amr_narrow, amr_aligned, g722, pcma, pcmu,
                                       pcm_8,    pcm_16,           pcm_48};

void check_tone(const iq::Codec& from, const iq::Codec& to) {
    CAPTURE(from.encoding);
    CAPTURE(from.parameters);
    CAPTURE(to.encoding);
    CAPTURE(to.parameters);
    // As a phone would have it: AMR's best mode.
    const CodecsConfig config{5, 5, 7, 8, false};
    const auto source = pcm_for(from).clock_rate;
    const auto packets = coded(tone(hertz, amplitude, source, 2.5), from, config);
    REQUIRE(packets.size() > 100);
    const auto made = run(*transcoder(from, to, config), packets, from.clock_rate);
    const auto audio = heard(made, to);
    const auto rate = pcm_for(to).clock_rate;
    REQUIRE(audio.size() >= rate * 23 / 10);
    const auto steady = std::span(audio).subspan(rate, rate);
    const double db = 20 * std::log10(amplitude_at(steady, hertz, rate) / amplitude);
    CHECK(std::abs(db) < 1.0);
    CHECK(std::abs(frequency_near(steady, hertz, rate) - hertz) < 1.0);
}

}  // namespace

TEST_CASE("AUD-03: a tone keeps level and frequency through every pair, both ways") {
    for (const auto& access : access_side)
        for (const auto& core : core_side) {
            check_tone(access, core);
            check_tone(core, access);
        }
}

TEST_CASE("A pair that nobody codes is refused, and says which") {
    const auto factory = codecs();
    const auto refused = factory->create(opus, iq::Codec{"EVS", 16000, 1, "", 20});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::usage);
    CHECK(refused.error().text.find("EVS/16000") != std::string::npos);
    for (const auto* parameters :
         {"crc=1", "interleaving=30", "robust-sorting=1", "mode-set=9", "mode-change-period=3"}) {
        CAPTURE(parameters);
        CHECK_FALSE(factory->create(opus, iq::Codec{"AMR", 8000, 1, parameters, 20}));
    }
}

}  // namespace wims::transcode
