// SPDX-License-Identifier: Apache-2.0
#include "media/quality/board.hpp"

#include <thread>

namespace wims::media::quality {

Board::~Board() {
    for (Chunk* chunk = newest_.load(); chunk != nullptr;) {
        const std::unique_ptr<Chunk> last(chunk);
        chunk = chunk->next;
    }
}

Board::Slot& Board::take() {
    if (free_.empty()) {
        auto chunk = std::make_unique<Chunk>();
        chunk->next = newest_.load(std::memory_order_relaxed);
        for (auto& slot : chunk->slot) free_.push_back(&slot);
        newest_.store(chunk.release(), std::memory_order_release);
    }
    Slot& slot = *free_.back();
    free_.pop_back();
    return slot;
}

void Board::give_back(Slot& slot) {
    slot.write({});
    free_.push_back(&slot);
}

std::vector<Record> Board::read(iq::ContextId context) const {
    std::vector<Record> records;
    for (const Chunk* chunk = newest_.load(std::memory_order_acquire); chunk != nullptr; chunk = chunk->next)
        for (const auto& slot : chunk->slot) {
            auto record = slot.try_read();
            for (int tries = 0; !record; record = slot.try_read())
                if (++tries % 64 == 0) std::this_thread::yield();  // the writer lost its processor in the middle
            if (record->context != 0 && (context == 0 || record->context == context)) records.push_back(*record);
        }
    return records;
}

}  // namespace wims::media::quality
