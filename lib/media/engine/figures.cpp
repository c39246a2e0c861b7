// SPDX-License-Identifier: Apache-2.0
#include "media/engine/figures.hpp"

namespace wims::media::engine {

namespace {

quality::TerminationRecord termination(const rtp::Reception& heard, const rtp::Line& line, const RtcpLeg& leg,
                                       const quality::Impairment& codec) noexcept {
    quality::TerminationRecord record;
    record.packets_received = heard.packets();
    record.octets_received = heard.octets();
    record.packets_lost = heard.lost();
    record.jitter = heard.jitter_ticks();
    record.clock_rate = heard.clock_rate();
    record.codec = codec;
    if (!leg.remote) return record;
    record.peer_fraction_lost = leg.remote->fraction_lost;
    record.peer_packets_lost = leg.remote->lost;
    record.peer_jitter = leg.remote->jitter;
    record.peer_clock_rate = line.clock_rate();
    if (leg.remote->round_trip) record.round_trip_ns = leg.remote->round_trip->count();
    return record;
}

}  // namespace

Figures::~Figures() {
    for (auto* slot : slots_) board_->give_back(*slot);
}

void Figures::show_on(quality::Board& board, iq::ContextId context) {
    board_ = &board;
    context_ = context;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        slots_.push_back(&board.take());
        show(i);
    }
}

std::vector<StreamReport> Figures::reports() const {
    std::vector<StreamReport> all;
    for (std::size_t i = 0; i < streams_.size(); ++i) all.push_back(quality::report_of(record(i)));
    return all;
}

quality::Record Figures::record(std::size_t index) const noexcept {
    const Stream& stream = streams_[index];
    const auto& sent = stream.statistics;
    quality::Record record;
    record.context = context_;
    record.stream = stream.spec().id;
    record.video = stream.video ? 1 : 0;
    record.access = termination(stream.from_access, stream.access, reports_.leg(index, Towards::access),
                                stream.access_impairment());
    record.access.packets_sent = sent.packets_to_access;
    record.access.octets_sent = sent.octets_to_access;
    record.core =
        termination(stream.from_core, stream.core, reports_.leg(index, Towards::core), stream.core_impairment());
    record.core.packets_sent = sent.packets_to_core;
    record.core.octets_sent = sent.octets_to_core;
    return record;
}

}  // namespace wims::media::engine
