// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/amr/parameters.hpp"

namespace wims::transcode::amr {

/// Which mode the next frame has: what the peer asked for last, as far as its parameters let us. [RFC 4867 4.3.1, 8.1]
class ModeControl {
public:
    ModeControl(const Parameters& parameters, std::uint8_t start) noexcept;

    /// A mode that is not in the set stands for the next lower one that is; 15 and unknown ones change nothing.
    void request(std::uint8_t mode) noexcept;
    /// Once for each frame.
    std::uint8_t next() noexcept;

private:
    std::uint8_t nearest(std::uint8_t mode) const noexcept;
    std::uint8_t neighbor(bool up) const noexcept;
    bool allowed(std::uint8_t mode) const noexcept { return (parameters_.modes >> mode & 1) != 0; }

    const Parameters parameters_;
    std::uint8_t mode_;
    std::uint8_t wanted_;
    std::uint32_t frames_ = 0;
};

}  // namespace wims::transcode::amr
