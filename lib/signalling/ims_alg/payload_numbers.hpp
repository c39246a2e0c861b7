// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <wims/signalling/ims_alg.hpp>
#include "signalling/ims_alg/codec.hpp"

namespace wims::ims_alg {

/// Which payload type each codec has on each leg of one call: one to one on W3 and for each medium
/// on the core leg, and the same in every later
/// offer unless the peer itself renumbers. (AUD-02)
class PayloadNumbers {
public:
    /// The peer on that leg gave the codec this number.
    void learn(Side side, const CodecKind& kind, std::uint8_t type);
    /// The codec's number on that leg, chosen now if it has none: the static one, a browser's own towards the WIC,
    /// else the first free one from 96.
    std::uint8_t number(Side side, const CodecKind& kind);

private:
    struct Entry {
        const CodecKind* kind;
        std::array<std::optional<std::uint8_t>, 2> type;  ///< by Side
    };

    Entry& entry(const CodecKind& kind);
    bool taken(Side side, const CodecKind& kind, std::uint8_t type) const noexcept;

    std::vector<Entry> entries_;
};

}  // namespace wims::ims_alg
