// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/report.hpp"

#include "media/rtp/octets.hpp"

namespace wims::media::rtcp {

namespace {
constexpr std::size_t sender_octets = 20, block_octets = 24;
}

std::optional<Report> Report::parse(const Element& element) {
    const bool sender = element.type == Type::sender_report;
    if (!sender && element.type != Type::receiver_report) return std::nullopt;
    const std::size_t fixed = 4 + (sender ? sender_octets : 0);
    if (element.body.size() < fixed + block_octets * element.count) return std::nullopt;
    const std::uint8_t* p = element.body.data();
    Report report;
    report.ssrc = get_u32(p);
    if (sender) report.sender = SenderInfo{get_u64(p + 4), get_u32(p + 12), get_u32(p + 16), get_u32(p + 20)};
    p += fixed;
    for (std::uint8_t i = 0; i < element.count; ++i, p += block_octets)
        report.add({get_u32(p), get_u32(p + 4), get_u32(p + 8), get_u32(p + 12), get_u32(p + 16), get_u32(p + 20)});
    return report;
}

std::size_t Report::write(std::span<std::uint8_t> out) const {
    const std::size_t size = 8 + (sender ? sender_octets : 0) + block_octets * block_count;
    if (out.size() < size) return 0;
    std::uint8_t* p = out.data();
    p[0] = static_cast<std::uint8_t>(0x80 | block_count);
    p[1] = static_cast<std::uint8_t>(sender ? Type::sender_report : Type::receiver_report);
    put_u16(p + 2, static_cast<std::uint16_t>(size / 4 - 1));
    put_u32(p + 4, ssrc);
    p += 8;
    if (sender) {
        put_u64(p, sender->ntp);
        put_u32(p + 8, sender->timestamp);
        put_u32(p + 12, sender->packets);
        put_u32(p + 16, sender->octets);
        p += sender_octets;
    }
    for (std::size_t i = 0; i < block_count; ++i, p += block_octets) {
        const ReportBlock& block = blocks[i];
        put_u32(p, block.ssrc);
        put_u32(p + 4, block.loss);
        put_u32(p + 8, block.highest_sequence);
        put_u32(p + 12, block.jitter);
        put_u32(p + 16, block.last_sr);
        put_u32(p + 20, block.delay);
    }
    return size;
}

}  // namespace wims::media::rtcp
