// SPDX-License-Identifier: Apache-2.0
#include "media/w3/framing.hpp"

#include <algorithm>

namespace wims::media {

bool FrameReader::feed(std::span<const std::uint8_t> octets, const Frame& frame) {
    const auto size_at = [](const std::vector<std::uint8_t>& o) { return std::size_t{o[0]} << 8 | o[1]; };
    while (!broken_ && !octets.empty()) {
        const std::size_t wanted = begun_.size() < 2 ? 2 : 2 + size_at(begun_);
        const std::size_t taken = std::min(wanted - begun_.size(), octets.size());
        begun_.insert(begun_.end(), octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(taken));
        octets = octets.subspan(taken);
        if (begun_.size() < 2) break;
        const std::size_t size = size_at(begun_);
        broken_ = size > max_octets;
        if (broken_ || begun_.size() < 2 + size) continue;
        if (size > 0) frame(std::span(begun_).subspan(2));
        begun_.clear();
    }
    return !broken_;
}

}  // namespace wims::media
