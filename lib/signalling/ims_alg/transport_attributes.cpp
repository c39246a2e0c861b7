// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/transport_attributes.hpp"

#include "signalling/ims_alg/bundle_groups.hpp"

namespace wims::ims_alg {

std::vector<std::string_view> transport_attributes(const Reading& in, std::string_view name) {
    if (auto own = in.media().section.attributes(name); !own.empty()) return own;
    // Only an m-line without a transport of its own borrows that of its group.
    if (in.policy.bundle && !in.media().section.has("ice-ufrag"))
        if (const auto* speaker = in.groups.speaker(in.index))
            if (auto shared = speaker->section.attributes(name); !shared.empty()) return shared;
    return in.description.session.attributes(name);
}

std::optional<std::string_view> transport_attribute(const Reading& in, std::string_view name) {
    const auto values = transport_attributes(in, name);
    return values.empty() ? std::nullopt : std::optional(values.front());
}

}  // namespace wims::ims_alg
