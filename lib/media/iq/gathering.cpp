// SPDX-License-Identifier: Apache-2.0
#include "media/iq/gathering.hpp"

#include <algorithm>

namespace wims::media {

namespace {
constexpr Duration measured = std::chrono::milliseconds(10);
}

Duration Gathering::after(std::size_t packets, TimePoint now) noexcept {
    packets_ += packets;
    const Duration time = now - since_;
    if (time < measured) return rest_;
    const Duration each = packets_ == 0 ? time : time / static_cast<std::int64_t>(packets_);
    rest_ = each * worth > longest ? Duration::zero() : std::min(each * wanted, longest);
    since_ = now;
    packets_ = 0;
    return rest_;
}

}  // namespace wims::media
