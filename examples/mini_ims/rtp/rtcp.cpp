// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/rtcp.hpp"

#include <algorithm>

namespace wims::mini_ims {

namespace {
enum Type : std::uint8_t { sr = 200, rr = 201, sdes = 202, bye = 203 };
constexpr std::size_t block_size = 24;

void head(Octets& out, std::size_t count, Type type, std::size_t words_after) {
    out.push_back(static_cast<std::uint8_t>(0x80 | count));
    out.push_back(type);
    put16(out, static_cast<std::uint32_t>(words_after));
}

void put_block(Octets& out, const ReportBlock& block) {
    put32(out, block.ssrc);
    put32(out, static_cast<std::uint32_t>(block.fraction_lost) << 24 |
                   (static_cast<std::uint32_t>(std::clamp(block.cumulative_lost, -0x800000, 0x7fffff)) & 0xffffff));
    put32(out, block.highest_sequence);
    put32(out, block.jitter);
    put32(out, block.last_sr);
    put32(out, block.delay_since_last_sr);
}

ReportBlock read_block(View v, std::uint32_t reporter) {
    ReportBlock block;
    block.reporter = reporter;
    block.ssrc = read32(v, 0);
    block.fraction_lost = v[4];
    block.cumulative_lost = static_cast<std::int32_t>(read32(v, 4) << 8) >> 8;
    block.highest_sequence = read32(v, 8);
    block.jitter = read32(v, 12);
    block.last_sr = read32(v, 16);
    block.delay_since_last_sr = read32(v, 20);
    return block;
}

void read_report(View packet, RtcpReport& report) {
    const bool sender = packet[1] == sr;
    const std::size_t count = packet[0] & 0x1f;
    std::size_t at = sender ? 28 : 8;
    if (packet.size() < at + count * block_size) return;
    report.ssrc = read32(packet, 4);
    if (sender)
        report.sender = SenderInfo{static_cast<std::uint64_t>(read32(packet, 8)) << 32 | read32(packet, 12),
                                   read32(packet, 16), read32(packet, 20), read32(packet, 24)};
    for (std::size_t i = 0; i < count; ++i, at += block_size)
        report.blocks.push_back(read_block(packet.subspan(at, block_size), report.ssrc));
}
}  // namespace

std::uint64_t ntp_of(WallTime time) {
    constexpr std::uint64_t seconds_1900_to_1970 = 2208988800;
    const auto ns = static_cast<std::uint64_t>(time.time_since_epoch().count());
    const std::uint64_t fraction = ((ns % 1000000000) << 32) / 1000000000;
    return (ns / 1000000000 + seconds_1900_to_1970) << 32 | fraction;
}

Octets encode(const RtcpReport& report, const std::string& cname) {
    Octets out;
    const std::size_t sender_words = report.sender ? 5 : 0;
    head(out, report.blocks.size(), report.sender ? sr : rr, 1 + sender_words + 6 * report.blocks.size());
    put32(out, report.ssrc);
    if (report.sender) {
        put32(out, static_cast<std::uint32_t>(report.sender->ntp >> 32));
        put32(out, static_cast<std::uint32_t>(report.sender->ntp));
        put32(out, report.sender->rtp);
        put32(out, report.sender->packets);
        put32(out, report.sender->octets);
    }
    for (const auto& block : report.blocks) put_block(out, block);

    const std::size_t item = 4 + 2 + cname.size();
    const std::size_t words = item / 4 + 1;  // at least one zero octet ends the list
    head(out, 1, sdes, words);
    put32(out, report.ssrc);
    out.push_back(1);
    out.push_back(static_cast<std::uint8_t>(cname.size()));
    out.insert(out.end(), cname.begin(), cname.end());
    out.resize(out.size() + words * 4 - item, 0);

    if (report.bye) {
        head(out, 1, bye, 1);
        put32(out, report.ssrc);
    }
    return out;
}

std::optional<RtcpReport> parse_rtcp(View datagram) {
    if (datagram.size() < 8 || (datagram[1] != sr && datagram[1] != rr)) return std::nullopt;
    RtcpReport report;
    while (!datagram.empty()) {
        if (datagram.size() < 4 || datagram[0] >> 6 != 2) return std::nullopt;
        const std::size_t size = 4u * (1u + read16(datagram, 2));
        if (size > datagram.size()) return std::nullopt;
        const auto packet = datagram.first(size);
        if (packet[1] == sr || packet[1] == rr) {
            if (size < (packet[1] == sr ? 28u : 8u)) return std::nullopt;
            read_report(packet, report);
        }
        report.bye = report.bye || packet[1] == bye;
        datagram = datagram.subspan(size);
    }
    return report;
}

}  // namespace wims::mini_ims
