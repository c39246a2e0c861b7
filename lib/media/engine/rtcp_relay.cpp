// SPDX-License-Identifier: Apache-2.0
#include "media/engine/rtcp_relay.hpp"

#include "media/rtcp/compound.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"

namespace wims::media::engine {

namespace {

/// `heard`: the line whose source is the reporter; `said`: the line of ours that the reporter hears.
std::size_t relay(std::span<const std::uint8_t> octets, const rtp::Line& heard, const rtp::Line& said,
                  std::string_view cname, std::span<std::uint8_t> out) {
    auto compound = rtcp::Compound::parse(octets);
    if (!compound) return 0;
    rtcp::Report made;
    made.ssrc = heard.ssrc();
    while (const auto element = compound->next()) {
        const auto report = rtcp::Report::parse(*element);
        if (!report) continue;
        if (report->sender && heard.source() == report->ssrc)
            made.sender = rtcp::SenderInfo{report->sender->ntp, heard.line_timestamp(report->sender->timestamp),
                                           heard.packets(), heard.octets()};
        for (std::size_t i = 0; i < report->block_count; ++i) {
            rtcp::ReportBlock block = report->blocks[i];
            if (block.ssrc != said.ssrc() || !said.source()) continue;
            block.ssrc = *said.source();
            block.highest_sequence = said.source_sequence(block.highest_sequence);
            made.add(block);
        }
    }
    if (!made.sender && made.block_count == 0) return 0;
    const std::size_t reports = made.write(out);
    if (reports == 0) return 0;
    const std::size_t description = rtcp::write_cname(out.subspan(reports), made.ssrc, cname);
    return description == 0 ? 0 : reports + description;
}

}  // namespace

std::size_t relay_to_core(std::span<const std::uint8_t> from_access, const Stream& stream, std::string_view cname,
                          std::span<std::uint8_t> out) {
    return relay(from_access, stream.core, stream.access, cname, out);
}

std::size_t relay_to_access(std::span<const std::uint8_t> from_core, const Stream& stream, std::string_view cname,
                            std::span<std::uint8_t> out) {
    return relay(from_core, stream.access, stream.core, cname, out);
}

std::size_t not_forwarded(std::span<const std::uint8_t> octets) {
    auto compound = rtcp::Compound::parse(octets);
    std::size_t n = 0;
    while (const auto element = compound ? compound->next() : std::nullopt)
        if (element->type != rtcp::Type::sender_report && element->type != rtcp::Type::receiver_report &&
            element->type != rtcp::Type::source_description)
            ++n;
    return n;
}

}  // namespace wims::media::engine
