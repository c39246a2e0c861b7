// SPDX-License-Identifier: Apache-2.0
#include "media/engine/rtcp_relay.hpp"

#include "media/rtcp/compound.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"

namespace wims::media::engine {

namespace {

/// A line of ours and whoever is heard through it: the source itself, or what a transcoder makes of it.
struct Heard {
    const rtp::Line& line;
    const Transcoding* transcoding;
    Towards towards;

    std::optional<std::uint32_t> source() const { return transcoding ? transcoding->source(towards) : line.source(); }
    std::uint32_t line_timestamp(std::uint32_t of_source) const {
        return line.line_timestamp(transcoding ? transcoding->made_timestamp(towards, of_source) : of_source);
    }
    /// Packets that were made are not those that came: their number is the newest that did.
    std::uint32_t source_sequence(std::uint32_t of_line) const {
        return transcoding ? transcoding->source_sequence(towards) : line.source_sequence(of_line);
    }
};

/// `heard`: the line whose source is the reporter; `said`: the line of ours that the reporter hears.
std::size_t relay(std::span<const std::uint8_t> octets, const Heard& heard, const Heard& said, std::string_view cname,
                  std::span<std::uint8_t> out) {
    auto compound = rtcp::Compound::parse(octets);
    if (!compound) return 0;
    rtcp::Report made;
    made.ssrc = heard.line.ssrc();
    while (const auto element = compound->next()) {
        const auto report = rtcp::Report::parse(*element);
        if (!report) continue;
        if (report->sender && heard.source() == report->ssrc)
            made.sender = rtcp::SenderInfo{report->sender->ntp, heard.line_timestamp(report->sender->timestamp),
                                           heard.line.packets(), heard.line.octets()};
        for (std::size_t i = 0; i < report->block_count; ++i) {
            rtcp::ReportBlock block = report->blocks[i];
            if (block.ssrc != said.line.ssrc() || !said.source()) continue;
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
    const auto* transcoding = stream.transcoding.get();
    return relay(from_access, {stream.core, transcoding, Towards::core}, {stream.access, transcoding, Towards::access},
                 cname, out);
}

std::size_t relay_to_access(std::span<const std::uint8_t> from_core, const Stream& stream, std::string_view cname,
                            std::span<std::uint8_t> out) {
    const auto* transcoding = stream.transcoding.get();
    return relay(from_core, {stream.access, transcoding, Towards::access}, {stream.core, transcoding, Towards::core},
                 cname, out);
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
