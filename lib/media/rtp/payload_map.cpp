// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/payload_map.hpp"

#include "common/core/ascii.hpp"

namespace wims::media::rtp {

PayloadMap::PayloadMap(const std::vector<iq::PayloadMapping>& mappings,
                       const std::optional<iq::Transcoding>& transcoding) {
    for (const auto& mapping : mappings) {
        if (mapping.access_type >= 128 || mapping.core_type >= 128) continue;
        const std::uint32_t rate = mapping.clock_rate == 0 ? 8000 : mapping.clock_rate;
        const std::uint32_t core_rate = mapping.core_clock_rate == 0 ? rate : mapping.core_clock_rate;
        const bool same = core_rate == rate;
        const bool event = equal_without_case(mapping.encoding, "telephone-event");
        to_core_[mapping.access_type] = Target{mapping.core_type, rate, event, false, same ? 0 : core_rate};
        // The first mapping of a core type is the one that the other side gets back.
        if (!to_access_[mapping.core_type])
            to_access_[mapping.core_type] = Target{mapping.access_type, core_rate, event, false, same ? 0 : rate};
    }
    if (!transcoding || transcoding->access_type >= 128 || transcoding->core_type >= 128) return;
    to_core_[transcoding->access_type] = Target{transcoding->core_type, transcoding->access.clock_rate, false, true, 0};
    to_access_[transcoding->core_type] = Target{transcoding->access_type, transcoding->core.clock_rate, false, true, 0};
}

}  // namespace wims::media::rtp
