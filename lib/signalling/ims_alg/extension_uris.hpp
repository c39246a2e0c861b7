// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace wims::ims_alg {

/// The header extensions that are agreed to at all. (ALG-10)
struct ExtensionUri {
    std::string_view uri;
    std::uint8_t browser_id;  ///< the number towards a WIC that has not named one
    bool video;               ///< for video only
    bool on_core;             ///< may be agreed with the core
    bool offered_to_core;     ///< to a core peer that did not list it itself
    bool received_only;       ///< by the gateway, which sends none
};

inline constexpr ExtensionUri extension_uris[] = {
    {"urn:ietf:params:rtp-hdrext:ssrc-audio-level", 1, false, true, false, false},
    {"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3, true, false, false, true},
    {"urn:ietf:params:rtp-hdrext:sdes:mid", 4, true, false, false, false},
    {"urn:3gpp:video-orientation", 13, true, true, true, false},
};

inline const ExtensionUri* extension_uri(std::string_view uri) noexcept {
    for (const auto& known : extension_uris)
        if (known.uri == uri) return &known;
    return nullptr;
}

}  // namespace wims::ims_alg
