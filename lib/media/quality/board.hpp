// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "media/quality/record.hpp"
#include "media/quality/sequence_locked.hpp"

namespace wims::media::quality {

/// Where a worker shows the numbers of its streams: it writes, any thread reads, neither waits for the other. Slots are used
/// again and never go, so memory is that of the most streams there ever were at once.
class Board {
public:
    using Slot = SequenceLocked<Record>;

    Board() = default;
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;
    ~Board();

    // ---- the writer's thread

    Slot& take();
    void give_back(Slot& slot);

    // ---- any thread

    /// Records whose context is not 0; with `context` not 0, those of it.
    std::vector<Record> read(iq::ContextId context = 0) const;

private:
    static constexpr std::size_t slots = 64;
    struct Chunk {
        std::array<Slot, slots> slot;
        Chunk* next = nullptr;
    };

    std::atomic<Chunk*> newest_{nullptr};
    std::vector<Slot*> free_;
};

}  // namespace wims::media::quality
