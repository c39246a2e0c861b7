// SPDX-License-Identifier: Apache-2.0
#include "transcode/amr/parameters.hpp"

#include "common/sdp/fmtp_values.hpp"

namespace wims::transcode::amr {
namespace {

Error refused(std::string_view name) {
    return {ErrorKind::usage, "AMR parameter " + std::string(name) + " cannot be kept to", 488};
}

std::uint16_t mode_set(Variant variant, std::string_view list) {
    std::uint16_t modes = 0;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto mode = sdp::number_of(list.substr(0, comma));
        if (!mode || *mode > highest_mode(variant)) return 0;
        modes = static_cast<std::uint16_t>(modes | 1U << *mode);
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return modes;
}

}  // namespace

Result<Parameters> Parameters::parse(Variant variant, std::string_view fmtp) {
    Parameters out;
    out.octet_aligned = sdp::value_of(fmtp, "octet-align") == "1";
    for (const auto never : {"crc", "robust-sorting"})
        if (const auto value = sdp::value_of(fmtp, never); value && value != "0") return refused(never);
    if (sdp::value_of(fmtp, "interleaving")) return refused("interleaving");
    if (const auto channels = sdp::value_of(fmtp, "channels"); channels && channels != "1") return refused("channels");

    const auto set = sdp::value_of(fmtp, "mode-set");
    out.modes = set ? mode_set(variant, *set) : static_cast<std::uint16_t>((1U << (highest_mode(variant) + 1)) - 1);
    if (out.modes == 0) return refused("mode-set");
    if (const auto period = sdp::value_of(fmtp, "mode-change-period")) {
        if (period != "1" && period != "2") return refused("mode-change-period");
        out.change_period = period == "2" ? 2 : 1;
    }
    out.change_to_neighbor = sdp::value_of(fmtp, "mode-change-neighbor") == "1";
    return out;
}

}  // namespace wims::transcode::amr
