// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/summary.hpp"

namespace wims::ng {

namespace {

using bencode::Dictionary;

std::int64_t seconds(WallTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Dictionary counted(std::uint64_t packets, std::uint64_t octets) {
    return {{"packets", static_cast<std::int64_t>(packets)},
            {"bytes", static_cast<std::int64_t>(octets)},
            {"errors", std::int64_t{0}}};
}

Dictionary tag_of(const std::string& tag, std::int64_t created, bencode::List dialogue) {
    return {{"tag", tag}, {"created", created}, {"in dialogue with", std::move(dialogue)}};
}

}  // namespace

Dictionary summary_of(WallTime created, WallTime last_signal, const std::vector<std::shared_ptr<Dialog>>& dialogs) {
    Dictionary tags;
    const auto add = [&](const std::string& tag, bencode::List with) {
        if (tags.find(tag) == nullptr) tags.add(tag, tag_of(tag, seconds(created), std::move(with)));
    };
    for (const auto& dialog : dialogs) {
        bencode::List answerers;
        for (const auto& tag : dialog->answerers()) answerers.emplace_back(tag);
        add(dialog->offerer(), std::move(answerers));
        for (const auto& tag : dialog->answerers()) add(tag, {bencode::Value(dialog->offerer())});
    }
    return {{"created", seconds(created)}, {"last signal", seconds(last_signal)}, {"tags", std::move(tags)}};
}

Dictionary totals_of(const std::vector<media::StreamReport>& streams) {
    std::uint64_t packets = 0, octets = 0;
    for (const auto& stream : streams) {
        packets += stream.core.packets_sent + stream.access.packets_sent;
        octets += stream.core.octets_sent + stream.access.octets_sent;
    }
    return {{"RTP", counted(packets, octets)}, {"RTCP", counted(0, 0)}};
}

Dictionary totals_of(const std::vector<iq::StreamStatistics>& streams) {
    std::uint64_t packets = 0, octets = 0;
    for (const auto& stream : streams) {
        packets += stream.packets_to_core + stream.packets_to_access;
        octets += stream.octets_to_core + stream.octets_to_access;
    }
    return {{"RTP", counted(packets, octets)}, {"RTCP", counted(0, 0)}};
}

}  // namespace wims::ng
