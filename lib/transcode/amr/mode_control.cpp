// SPDX-License-Identifier: Apache-2.0
#include "transcode/amr/mode_control.hpp"

namespace wims::transcode::amr {
namespace {

constexpr std::uint8_t modes = 9;

}  // namespace

ModeControl::ModeControl(const Parameters& parameters, std::uint8_t start) noexcept
    : parameters_(parameters), mode_(nearest(start)), wanted_(mode_) {}

std::uint8_t ModeControl::nearest(std::uint8_t mode) const noexcept {
    for (int lower = mode; lower >= 0; --lower)
        if (allowed(static_cast<std::uint8_t>(lower))) return static_cast<std::uint8_t>(lower);
    std::uint8_t higher = mode;
    while (!allowed(higher)) ++higher;  // the set is not empty
    return higher;
}

std::uint8_t ModeControl::neighbor(bool up) const noexcept {
    int mode = mode_;
    do mode += up ? 1 : -1;
    while (!allowed(static_cast<std::uint8_t>(mode)));  // wanted_ is in that direction
    return static_cast<std::uint8_t>(mode);
}

void ModeControl::request(std::uint8_t mode) noexcept {
    if (mode < modes) wanted_ = nearest(mode);
}

std::uint8_t ModeControl::next() noexcept {
    // Changes only at every change_period-th frame of one phase, ours: the first frame's. [RFC 4867 8.1]
    const bool may_change = frames_++ % parameters_.change_period == 0;
    if (may_change && wanted_ != mode_) mode_ = parameters_.change_to_neighbor ? neighbor(wanted_ > mode_) : wanted_;
    return mode_;
}

}  // namespace wims::transcode::amr
