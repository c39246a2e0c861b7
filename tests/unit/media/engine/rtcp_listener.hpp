// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench.hpp"
#include "media/rtcp/compound.hpp"
#include "media/rtcp/goodbye.hpp"
#include "media/rtcp/ntp_time.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"

namespace wims::test {

/// One RTCP datagram of the gateway, as its receiver reads it.
struct HeardRtcp {
    std::vector<rtcp::Type> types;
    std::optional<rtcp::Report> report;
    std::string cname;
    bool goodbye = false;
    Octets octets;

    static HeardRtcp read(Octets octets) {
        HeardRtcp heard;
        auto compound = rtcp::Compound::parse(octets);
        REQUIRE(compound);
        while (const auto element = compound->next()) {
            heard.types.push_back(element->type);
            if (const auto report = rtcp::Report::parse(*element)) heard.report = report;
            if (!heard.report) continue;
            if (const auto name = rtcp::find_cname(*element, heard.report->ssrc)) heard.cname = *name;
            heard.goodbye |= rtcp::Goodbye::of(*element, heard.report->ssrc);
        }
        heard.octets = std::move(octets);
        return heard;
    }
};

inline Octets report_octets(std::uint32_t ssrc, std::optional<rtcp::SenderInfo> sender,
                            const std::vector<rtcp::ReportBlock>& blocks = {},
                            std::string_view cname = "somebody@secret.example", bool goodbye = false) {
    rtcp::Report report;
    report.ssrc = ssrc;
    report.sender = sender;
    for (const auto& block : blocks) report.add(block);
    std::array<std::uint8_t, 1000> out{};
    std::size_t size = report.write(out);
    size += rtcp::write_cname(std::span(out).subspan(size), ssrc, cname);
    if (goodbye) size += rtcp::Goodbye::write(std::span(out).subspan(size), ssrc);
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// A bench whose RTCP is read as it comes, each with the time at which it was sent.
struct RtcpBench : Bench {
    struct Heard : HeardRtcp {
        TimePoint at;
        CorePort port{};
        IpEndpoint to{};
    };

    using Bench::Bench;

    /// Time passes, with the WIC's consent.
    void run(Duration span) {
        const TimePoint end = now + span;
        while (now < end) {
            if (now >= next_check) {
                check(wic);
                next_check = now + std::chrono::seconds(5);
            }
            const TimePoint stop = std::min(end, next_check);
            const auto next = context->deadline();
            now = next && *next < stop ? std::max(now, *next) : stop;
            if (context->deadline() <= now) context->handle_time(now);
            listen();
        }
    }
    void listen() {
        for (; core_read < sink.core.size(); ++core_read) {
            const auto& sent = sink.core[core_read];
            if (engine::classify(sent.octets) != engine::PacketKind::rtcp) continue;
            to_core[sent.stream].push_back({HeardRtcp::read(sent.octets), now, sent.port, sent.to});
        }
        for (; access_read < sink.access.size(); ++access_read) {
            Octets octets = sink.access[access_read].octets;
            if (engine::classify(octets) != engine::PacketKind::rtcp) continue;
            Packet packet{octets.data(), octets.size(), octets.size()};
            REQUIRE(wic_srtp->unprotect_rtcp(packet) == srtp::Verdict::good);
            octets.resize(packet.size);
            to_wic.push_back({HeardRtcp::read(octets), now, {}, {}});
        }
    }
    void forget() {
        listen();
        to_core.clear();
        to_wic.clear();
    }

    TimePoint next_check{};
    std::size_t core_read = 0, access_read = 0;
    std::map<std::size_t, std::vector<Heard>> to_core;  // by stream
    std::vector<Heard> to_wic;
};

}  // namespace wims::test
