// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wims::ims_alg {

/// The H.264 media parameters that offer and answer must agree on. [RFC 6184 8.1, 8.2.2]
struct H264 {
    std::uint32_t profile_level_id = 0x420010;  ///< without one: Baseline at level 1
    std::uint8_t packetization_mode = 0;
    bool level_asymmetry_allowed = false;

    static H264 parse(std::string_view parameters);

    bool constrained_baseline() const noexcept {
        return profile_idc() == 0x42 && (profile_level_id & 0x4000) != 0;  // constraint_set1_flag
    }
    bool same_profile(const H264& other) const noexcept {
        return profile_idc() == other.profile_idc() && constrained_baseline() == other.constrained_baseline();
    }
    std::uint8_t profile_idc() const noexcept { return static_cast<std::uint8_t>(profile_level_id >> 16); }
    std::uint8_t level() const noexcept { return static_cast<std::uint8_t>(profile_level_id); }
};

/// The answered parameters as the offerer gets them: a level over the offered one is lowered to it unless both sides allow
/// them to differ. (VID-02)
std::string level_kept(std::string_view answered, std::string_view offered);

}  // namespace wims::ims_alg
