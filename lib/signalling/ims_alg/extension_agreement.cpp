// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/extension_agreement.hpp"

#include <algorithm>

#include "signalling/ims_alg/extension_uris.hpp"

namespace wims::ims_alg {

std::vector<Extension> extensions_towards(Side to, const Stream& in, const Stream* known) {
    std::vector<Extension> out;
    for (const auto& possible : extension_uris) {
        const auto it = std::find_if(in.extensions.begin(), in.extensions.end(),
                                     [&](const Extension& e) { return e.uri == possible.uri; });
        const bool named = it != in.extensions.end();
        if (possible.video && in.media != "video") continue;
        if (to == Side::core) {
            if (named && possible.offered_to_core) out.push_back(*it);
        } else if (known != nullptr && !known->extensions.empty()) {
            for (const auto& before : known->extensions)
                if (before.uri == possible.uri && (named || !possible.on_core)) out.push_back(before);
        } else if (in.media == "video" && (named || !possible.on_core)) {
            out.push_back({possible.uri, possible.browser_id});
        }
    }
    return out;
}

std::vector<Extension> extensions_replied(Side to, const Stream& offered, const Stream& answered) {
    std::vector<Extension> out;
    for (const auto& extension : offered.extensions) {
        const bool both = std::any_of(answered.extensions.begin(), answered.extensions.end(),
                                      [&](const Extension& e) { return e.uri == extension.uri; });
        const bool ours = to == Side::access && !extension_uri(extension.uri)->on_core;
        if (both || ours) out.push_back(extension);
    }
    return out;
}

std::vector<iq::HeaderExtension> extension_numbers(const Stream& access, const Stream& core) {
    std::vector<iq::HeaderExtension> out;
    for (const auto& extension : access.extensions) {
        const auto it = std::find_if(core.extensions.begin(), core.extensions.end(),
                                     [&](const Extension& e) { return e.uri == extension.uri; });
        out.push_back(
            {std::string(extension.uri), extension.id, it == core.extensions.end() ? std::uint8_t{0} : it->id});
    }
    return out;
}

}  // namespace wims::ims_alg
