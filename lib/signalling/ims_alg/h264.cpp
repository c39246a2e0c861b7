// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/h264.hpp"

#include <charconv>

#include "common/sdp/tokens.hpp"

namespace wims::ims_alg {
namespace {

constexpr std::string_view profile_name = "profile-level-id=";

/// Nothing when it is no six hex digits.
bool read_profile(std::string_view text, std::uint32_t& out) {
    std::uint32_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 6 || read.ec != std::errc() || read.ptr != text.data() + 6) return false;
    out = value;
    return true;
}

}  // namespace

H264 H264::parse(std::string_view parameters) {
    H264 out;
    for (auto part : sdp::split_on(parameters, ';')) {
        while (part.starts_with(' ')) part.remove_prefix(1);
        if (part.starts_with(profile_name)) read_profile(part.substr(profile_name.size()), out.profile_level_id);
        else if (part == "packetization-mode=1") out.packetization_mode = 1;
        else if (part == "level-asymmetry-allowed=1") out.level_asymmetry_allowed = true;
    }
    return out;
}

std::string level_kept(std::string_view answered, std::string_view offered) {
    std::string out(answered);
    const auto theirs = H264::parse(answered), ours = H264::parse(offered);
    const auto at = out.find(profile_name);
    const bool differ = theirs.level_asymmetry_allowed && ours.level_asymmetry_allowed;
    if (differ || theirs.level() <= ours.level() || at == std::string::npos) return out;
    constexpr char digits[] = "0123456789abcdef";
    const std::size_t level_at = at + profile_name.size() + 4;
    out[level_at] = digits[ours.level() >> 4];
    out[level_at + 1] = digits[ours.level() & 0x0F];
    return out;
}

}  // namespace wims::ims_alg
