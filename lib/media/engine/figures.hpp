// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "media/engine/rtcp_reports.hpp"
#include "media/engine/stream.hpp"
#include "media/quality/board.hpp"

namespace wims::media::engine {

/// What is counted of a context's streams, put together, and shown where other threads read it.
class Figures {
public:
    /// Both outlive this.
    Figures(const std::vector<Stream>& streams, const RtcpReports& reports) : streams_(streams), reports_(reports) {}
    Figures(const Figures&) = delete;
    Figures& operator=(const Figures&) = delete;
    ~Figures();

    /// Once; from now on each show() is seen on `board`, which outlives this.
    void show_on(quality::Board& board, iq::ContextId context);
    /// After something happened to this stream. Costs a copy of the record.
    void show(std::size_t index) noexcept {
        if (board_ != nullptr) slots_[index]->write(record(index));
    }
    std::vector<StreamReport> reports() const;

private:
    quality::Record record(std::size_t index) const noexcept;

    const std::vector<Stream>& streams_;
    const RtcpReports& reports_;
    quality::Board* board_ = nullptr;
    iq::ContextId context_ = 0;
    std::vector<quality::Board::Slot*> slots_;  // as streams_
};

}  // namespace wims::media::engine
