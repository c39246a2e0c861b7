// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <wims/iq/gateway.hpp>

namespace wims::media::rtp {

/// Payload type numbers of one stream, both ways. (AUD-02)
class PayloadMap {
public:
    struct Target {
        std::uint8_t type = 0;
        std::uint32_t clock_rate = 8000;  ///< of what arrives
        bool event = false;               ///< telephone-event
        bool coded = false;               ///< goes through the transcoder: another codec on the other side
        std::uint32_t event_rate = 0;     ///< telephone-event that leaves with this other clock; 0: payload as it is
    };

    PayloadMap() = default;
    explicit PayloadMap(const std::vector<iq::PayloadMapping>& mappings,
                        const std::optional<iq::Transcoding>& transcoding = std::nullopt);

    /// Nothing for a type that was not agreed.
    std::optional<Target> to_core(std::uint8_t access_type) const { return find(to_core_, access_type); }
    std::optional<Target> to_access(std::uint8_t core_type) const { return find(to_access_, core_type); }

private:
    using Table = std::array<std::optional<Target>, 128>;
    static std::optional<Target> find(const Table& table, std::uint8_t type) {
        return type < table.size() ? table[type] : std::nullopt;
    }

    Table to_core_{};
    Table to_access_{};
};

}  // namespace wims::media::rtp
