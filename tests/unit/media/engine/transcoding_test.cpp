// SPDX-License-Identifier: Apache-2.0
#include <wims/transcode/codecs.hpp>

#include "rtcp_listener.hpp"

namespace wims::test {
namespace {

const iq::Transcoding pcma_and_amr{0, 97, {"PCMU", 8000, 1, "", 20}, {"AMR-WB", 16000, 1, "octet-align=1", 20}};
const iq::Transcoding opus_and_amr{111, 97, {"opus", 48000, 2, "useinbandfec=1", 20}, {"AMR", 8000, 1, "", 20}};

/// A bench whose gateway codes, with the stream configured so.
struct Coding {
    explicit Coding(const iq::Transcoding& pair, std::vector<iq::PayloadMapping> beside = {})
        : codecs(std::move(*transcode::make_codecs({}))), bench(wishes()) {
        bench.shared->codecs = codecs.get();
        bench.connect();
        configure(pair, std::move(beside));
    }
    static Bench::Wishes wishes() {
        Bench::Wishes w;
        w.payloads = {};
        return w;
    }
    Result<iq::Configured> try_configure(const std::optional<iq::Transcoding>& pair,
                                         std::vector<iq::PayloadMapping> beside) {
        iq::ConfigureRequest request;
        request.streams = {bench.spec()};
        request.streams[0].payloads = std::move(beside);
        request.streams[0].transcoding = pair;
        return bench.context->configure(request, bench.now);
    }
    void configure(const std::optional<iq::Transcoding>& pair, std::vector<iq::PayloadMapping> beside) {
        REQUIRE(try_configure(pair, std::move(beside)).ok());
    }
    /// 20 ms of silence in PCMU from the WIC.
    void from_wic(std::uint16_t n, std::uint32_t ssrc = 7, std::uint8_t type = 0, std::size_t octets = 160) {
        const std::string payload(octets, '\xFF');
        bench.from_wic(bench.protect(Bench::rtp(type, n, n * 160U, ssrc, payload)), bench.wic);
        bench.now += std::chrono::milliseconds(20);
    }
    rtp::Header last_core() {
        Octets octets = bench.sink.core.back().octets;
        return *rtp::Header::parse(Packet{octets.data(), octets.size(), octets.size()});
    }

    std::unique_ptr<CodecFactory> codecs;
    RtcpBench bench;
};

}  // namespace

TEST_CASE("AGW-10: PCMU from the WIC is AMR-WB for the phone, on one line, and back") {
    Coding coding(pcma_and_amr);
    auto& bench = coding.bench;
    for (std::uint16_t n = 1; n <= 50; ++n) coding.from_wic(n);
    REQUIRE(bench.sink.core.size() == 50);
    const auto last = coding.last_core();
    CHECK(last.payload_type == 97);
    CHECK(last.payload_octets == 34);  // 12.65 kbit/s, octet-aligned: CMR, ToC, 253 bits
    CHECK(last.ssrc == get_u32(&bench.sink.core.front().octets[8]));
    CHECK(static_cast<std::uint16_t>(last.sequence - get_u16(&bench.sink.core.front().octets[2])) == 49);
    CHECK(last.timestamp - get_u32(&bench.sink.core.front().octets[4]) == 49 * 320);

    const std::size_t before = bench.sink.access.size();
    for (const auto& sent : std::vector(bench.sink.core)) {
        if (sent.port != CorePort::rtp) continue;
        bench.from_phone(sent.octets);
        bench.now += std::chrono::milliseconds(20);
    }
    REQUIRE(bench.sink.access.size() - before >= 49);
    const auto heard = bench.heard_by_wic();
    CHECK((heard[1] & 0x7F) == 0);
    CHECK(heard.size() == 12 + 160);
}

TEST_CASE("AUD-05: a telephone-event passes beside the transcoded audio, on its line and in its clock") {
    Coding coding(opus_and_amr, {{110, 98, "telephone-event", 48000, 8000}});
    auto& bench = coding.bench;
    // Events alone are enough to start a line.
    const Octets report{5, 0x8A, 0x25, 0x80};  // digit 5, end, 9600 ticks of 48 kHz
    const std::string payload(report.begin(), report.end());
    for (std::uint16_t n = 0; n < 3; ++n)
        bench.from_wic(bench.protect(Bench::rtp(110, static_cast<std::uint16_t>(100 + n), 48000, 7, payload)),
                       bench.wic);
    REQUIRE(bench.sink.core.size() == 3);
    const auto& octets = bench.sink.core.back().octets;
    CHECK((octets[1] & 0x7F) == 98);
    CHECK(get_u16(&octets[14]) == 1600);
    CHECK(octets[13] == 0x8A);
    CHECK(get_u16(&octets[2]) - get_u16(&bench.sink.core.front().octets[2]) == 2);
    const std::uint32_t began = get_u32(&octets[4]);
    // A second later another, 48000 ticks on: 8000 for the phone.
    bench.now += std::chrono::seconds(1);
    bench.from_wic(bench.protect(Bench::rtp(110, 103, 96000, 7, payload)), bench.wic);
    CHECK(get_u32(&bench.sink.core.back().octets[4]) - began == 8000);
}

TEST_CASE("AUD-02: a later answer with a common codec ends the transcoding; the phone hears one line") {
    Coding coding(pcma_and_amr);
    auto& bench = coding.bench;
    for (std::uint16_t n = 1; n <= 10; ++n) coding.from_wic(n);
    const auto before = coding.last_core();
    coding.configure(std::nullopt, {{0, 0, "PCMU", 8000}});
    const std::string payload = "octets that pass as they are";
    bench.from_wic(bench.protect(Bench::rtp(0, 11, 1760, 7, payload)), bench.wic);
    const auto& octets = bench.sink.core.back().octets;
    CHECK(std::string(octets.begin() + 12, octets.end()) == payload);
    CHECK(coding.last_core().ssrc == before.ssrc);
    CHECK(coding.last_core().sequence == static_cast<std::uint16_t>(before.sequence + 1));
}

TEST_CASE("AGW-10: another SSRC of the WIC goes on with the phone's line") {
    Coding coding(pcma_and_amr);
    for (std::uint16_t n = 1; n <= 10; ++n) coding.from_wic(n);
    const auto before = coding.last_core();
    coding.from_wic(40000, 99);
    const auto after = coding.last_core();
    CHECK(after.sequence == static_cast<std::uint16_t>(before.sequence + 1));
    CHECK(after.timestamp - before.timestamp <= 640);
    CHECK(after.timestamp - before.timestamp > 0);
}

TEST_CASE("AGW-16: the time of the WIC's report is that of the made line, in its clock") {
    Coding coding(pcma_and_amr);
    auto& bench = coding.bench;
    for (std::uint16_t n = 1; n <= 10; ++n) coding.from_wic(n);
    const auto media = coding.last_core();
    // The last packet was captured 150 ms ago.
    const auto captured = bench.now - std::chrono::milliseconds(150);
    const rtcp::SenderInfo sender{rtcp::ntp_of(Duration(std::chrono::seconds(9))), 10 * 160 + 150 * 8, 10, 1600};
    bench.from_wic(bench.protect(report_octets(7, sender), true), bench.wic);
    bench.run(std::chrono::milliseconds(3100));
    std::optional<RtcpBench::Heard> told;
    for (const auto& heard : bench.to_core[0])
        if (heard.report->sender && !told) told = heard;
    REQUIRE(told);
    CHECK(told->report->ssrc == media.ssrc);
    const auto ticks = (told->at - captured) / std::chrono::microseconds(1) * 16 / 1000;
    CHECK(std::abs(static_cast<std::int64_t>(told->report->sender->timestamp - media.timestamp) - ticks) <= 16);
}

TEST_CASE(
    "IQ-10: without a transcoder, or with codecs it does not have, the configure is refused and nothing changes") {
    Coding coding(pcma_and_amr);
    auto& bench = coding.bench;
    auto unknown = pcma_and_amr;
    unknown.core = {"EVS", 16000, 1, "", 20};
    const auto refused = coding.try_configure(unknown, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == 488);
    coding.from_wic(1);
    CHECK(coding.last_core().payload_type == 97);

    bench.shared->codecs = nullptr;
    CHECK_FALSE(coding.try_configure(opus_and_amr, {}));
    iq::ReserveRequest reserve;
    reserve.streams = {bench.spec()};
    reserve.streams[0].transcoding = pcma_and_amr;
    CHECK_FALSE(engine::Context::check(reserve));
    CHECK(engine::Context::check(reserve, coding.codecs.get()));
}

TEST_CASE("Hold: nothing goes to the phone, and it goes on later where the time is") {
    Coding coding(pcma_and_amr);
    auto& bench = coding.bench;
    for (std::uint16_t n = 1; n <= 10; ++n) coding.from_wic(n);
    iq::ConfigureRequest request;
    request.streams = {bench.spec()};
    request.streams[0].payloads = {};
    request.streams[0].transcoding = pcma_and_amr;
    request.streams[0].through.to_core = false;
    REQUIRE(bench.context->configure(request, bench.now).ok());
    const auto before = coding.last_core();
    for (std::uint16_t n = 11; n <= 60; ++n) coding.from_wic(n);
    CHECK(bench.sink.core.size() == 10);
    request.streams[0].through.to_core = true;
    REQUIRE(bench.context->configure(request, bench.now).ok());
    coding.from_wic(61);
    CHECK(bench.sink.core.size() == 11);
    CHECK(coding.last_core().timestamp - before.timestamp == 51 * 320);
}

}  // namespace wims::test
