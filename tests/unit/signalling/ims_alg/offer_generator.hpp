// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace wims::test {

/// Writes offers the way real clients do, each one different, the same for the same seed: audio, video and data in many
/// mixes and orders, BUNDLE policies, candidates, header extensions, simulcast, SDES beside DTLS, legacy forms, hold. Every one has an
/// audio m-line that must be served.
class OfferGenerator {
public:
    explicit OfferGenerator(std::uint32_t seed) : random_(seed) {}

    struct Offer {
        std::string sdp;
        std::vector<std::string> secrets;  ///< addresses, names and keys that the core may never see
    };
    Offer next();

private:
    struct Section {
        std::string media, mid;
        bool bundle_only = false;
    };

    std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
    bool chance(std::uint32_t percent) { return pick(100) < percent; }
    std::string word(std::size_t length);
    std::string address();
    std::string fingerprint();
    std::string candidates();
    std::string transport();
    std::string audio_codecs();
    std::string section(const Section& section, bool leads);

    std::mt19937 random_;
    Offer offer_;
    bool legacy_ = false, session_level_dtls_ = false;
    std::string ufrag_, pwd_, fingerprint_;
};

}  // namespace wims::test
