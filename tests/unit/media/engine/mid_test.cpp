// SPDX-License-Identifier: Apache-2.0
// The MID towards a WIC that agreed to it. (BND-04) [RFC 9143 9.2, 15]
#include <doctest/doctest.h>

#include "rtcp_listener.hpp"

using namespace wims;
using namespace wims::test;

namespace {

constexpr std::uint32_t phone_ssrc = 0xABCD0001, wic_ssrc = 0x31C0;
constexpr std::uint8_t number = 4;

struct Call : Bench {
    Call() : Bench({.video = true}) {
        tell("v");
        connect();
    }
    void tell(const char* mid) {
        auto spec = video_spec();
        spec.mid = mid;
        spec.extensions = {{"urn:ietf:params:rtp-hdrext:sdes:mid", number, 0}};
        REQUIRE(context->configure({{}, 0, std::nullopt, {spec}}, now));
    }
    Octets picture(std::string_view payload = "a slice") {
        ++sequence;
        const auto from = endpoint("198.51.100.4", 4002);
        from_phone(rtp(97, sequence, sequence * 3000U, phone_ssrc, payload), CorePort::rtp, &from, 1);
        return heard_by_wic();
    }
    static std::string mid_of(Octets& octets) {
        const Packet packet{octets.data(), octets.size(), octets.size()};
        const auto data = rtp::find_extension(packet, *rtp::Header::parse(packet), number);
        return data ? std::string(data->begin(), data->end()) : "-";
    }
    void report_about(std::uint32_t ssrc) {
        rtcp::ReportBlock block{};
        block.ssrc = ssrc;
        from_wic(protect(report_octets(wic_ssrc, std::nullopt, {block}), true), wic);
    }
    std::uint16_t sequence = 100;
};

}  // namespace

TEST_CASE("BND-04: packets carry the MID until the WIC reports of their source; the payload stays") {
    Call call;
    auto first = call.picture("exactly this");
    CHECK(Call::mid_of(first) == "v");
    const Packet packet{first.data(), first.size(), first.size()};
    const auto header = *rtp::Header::parse(packet);
    CHECK(std::string(first.begin() + static_cast<std::ptrdiff_t>(header.payload_at), first.end()) == "exactly this");
    CHECK(header.ssrc != phone_ssrc);

    call.report_about(header.ssrc + 1);
    auto second = call.picture();
    CHECK(Call::mid_of(second) == "v");
    call.report_about(header.ssrc);
    auto third = call.picture();
    CHECK(Call::mid_of(third) == "-");
}

TEST_CASE("BND-04: a packet that leaves no room for the MID goes without it") {
    Call call;
    auto large = call.picture(std::string(1400, 'x'));
    CHECK(Call::mid_of(large) == "v");
    call.tell("a-mid-of-more-than-16-octets");
    auto other = call.picture();
    CHECK(Call::mid_of(other) == "-");
}

TEST_CASE("BND-04 ALG-12: another page has the call: it is told the MID again, though the one before knew the source") {
    Call call;
    auto known = call.picture();
    call.report_about(rtp::Header::parse({known.data(), known.size(), known.size()})->ssrc);
    known = call.picture();
    REQUIRE(Call::mid_of(known) == "-");

    call.wic_dtls = std::move(*dtls::Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000))));
    call.start_dtls();
    iq::ConfigureRequest request;
    request.access_remote = call.remote();
    REQUIRE(call.dispatcher.configure(*call.context, request, call.now).ok());
    call.exchange_dtls();
    auto fresh = call.picture();
    CHECK(Call::mid_of(fresh) == "v");
}

TEST_CASE("BND-04: the phone's source says BYE, another one speaks: the MID goes with the line's new SSRC") {
    Call call;
    auto known = call.picture();
    const auto before = rtp::Header::parse({known.data(), known.size(), known.size()})->ssrc;
    call.report_about(before);
    const auto from = endpoint("198.51.100.4", 4003);
    call.from_phone(report_octets(phone_ssrc, std::nullopt, {}, "phone", true), CorePort::rtcp, &from, 1);
    call.pass(std::chrono::seconds(10));
    call.check(call.wic);
    const auto rtp_from = endpoint("198.51.100.4", 4002);
    call.from_phone(Bench::rtp(97, 1, 3000, phone_ssrc + 1), CorePort::rtp, &rtp_from, 1);
    auto fresh = call.heard_by_wic();
    const auto ssrc = rtp::Header::parse({fresh.data(), fresh.size(), fresh.size()})->ssrc;
    REQUIRE(ssrc != before);
    CHECK(Call::mid_of(fresh) == "v");
}
