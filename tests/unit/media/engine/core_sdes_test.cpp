// SPDX-License-Identifier: Apache-2.0
// RTP/SAVP on the core leg: keys by Iq. [RFC 4568]
#include "bench.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::test;
using iq::EventKind;

namespace {

/// A call whose phone wants SRTP.
struct Call : Bench {
    explicit Call(const char* suite_name = "AES_CM_128_HMAC_SHA1_80") : suite(suite_name) {
        connect();
        change_keys('g', 'p');
        phone = std::move(*backend->create(phone_keys()));
    }

    iq::CoreSdes sdes() const {
        const auto* transform = srtp::find_transform(suite);
        const std::size_t size = transform->key + transform->salt;
        return {{std::string(suite), Secret(std::string(size, local))},
                {std::string(suite), Secret(std::string(size, remote_key))}};
    }
    srtp::Keys phone_keys() const {
        return {srtp::find_transform(suite)->profile, sdes().remote.key, sdes().local.key};
    }
    void change_keys(char ours, char theirs) {
        local = ours;
        remote_key = theirs;
        iq::ConfigureRequest request;
        request.streams = {spec()};
        request.streams[0].core_sdes = sdes();
        REQUIRE(dispatcher.configure(*context, request, now).ok());
    }
    Octets protected_by_phone(Octets octets, bool rtcp = false) {
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        REQUIRE((rtcp ? phone->protect_rtcp(packet) : phone->protect_rtp(packet)) == srtp::Verdict::good);
        octets.resize(packet.size);
        return octets;
    }
    srtp::Verdict heard_by_phone() {
        heard = sink.core.back().octets;
        Packet packet{heard.data(), heard.size(), heard.size()};
        const auto verdict =
            sink.core.back().port == CorePort::rtcp ? phone->unprotect_rtcp(packet) : phone->unprotect_rtp(packet);
        heard.resize(packet.size);
        return verdict;
    }
    std::string text(const Octets& octets) { return {octets.begin() + 12, octets.end()}; }

    const std::string_view suite;
    char local = 0, remote_key = 0;
    std::unique_ptr<srtp::Session> phone;
    Octets heard;
};

Octets sender_report(std::uint32_t ssrc, std::uint32_t middle_of_ntp) {
    Octets octets(28);
    octets[0] = 0x80;
    octets[1] = 200;
    octets[3] = 6;
    put_u32(&octets[4], ssrc);
    put_u32(&octets[10], middle_of_ntp);
    return octets;
}

}  // namespace

TEST_CASE("W3-02: SRTP on the core leg with keys of SDES, each suite, RTP both ways and RTCP") {
    for (const auto& transform : srtp::transforms) {
        CAPTURE(transform.name);
        Call call(transform.name.data());
        call.from_wic(call.protect(Bench::rtp(8, 1, 160, 5, "from the WIC")), call.wic);
        REQUIRE(call.sink.core.size() == 1);
        CHECK(call.text(call.sink.core[0].octets).find("from the WIC") == std::string::npos);
        REQUIRE(call.heard_by_phone() == srtp::Verdict::good);
        CHECK(call.text(call.heard) == "from the WIC");

        call.from_phone(call.protected_by_phone(Bench::rtp(8, 1, 160, 9, "from the phone")));
        CHECK(call.text(call.heard_by_wic()) == "from the phone");

        call.from_phone(call.protected_by_phone(sender_report(9, 0xAABBCCDD), true), CorePort::rtcp);
        call.pass(std::chrono::milliseconds(3079));  // the first report and no other
        REQUIRE(call.sink.core.back().port == CorePort::rtcp);
        REQUIRE(call.heard_by_phone() == srtp::Verdict::good);
        CHECK(get_u32(&call.heard[44]) == 0xAABBCCDD);  // LSR of the block: the phone's report was believed
    }
}

TEST_CASE("AGW-15: on a protected core leg what is in clear, forged or replayed reaches nobody") {
    Call call;
    const auto before = call.sink.access.size();
    call.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(call.host.counted("agw.srtp_unauthentic") + call.host.counted("agw.srtp_refused") == 1);
    auto packet = call.protected_by_phone(Bench::rtp(8, 2, 320, 9));
    auto forged = packet;
    forged[20] ^= 1;
    call.from_phone(forged);
    CHECK(call.sink.access.size() == before);
    call.from_phone(packet);
    CHECK(call.sink.access.size() == before + 1);
    call.from_phone(packet);
    CHECK(call.sink.access.size() == before + 1);
    CHECK(call.host.counted("agw.srtp_replayed") == 1);
}

TEST_CASE("AGW-15: new keys at the same address go on with the roll-over counter, the same keys change nothing") {
    Call call;
    for (std::uint32_t i = 0; i < 70'000; i += 1000) {
        call.from_phone(call.protected_by_phone(Bench::rtp(8, static_cast<std::uint16_t>(i), 160 * i, 9)));
        call.heard_by_wic();
    }
    call.change_keys('g', 'p');
    call.from_phone(call.protected_by_phone(Bench::rtp(8, 5000, 160, 9)));
    call.heard_by_wic();
    call.change_keys('G', 'P');
    REQUIRE(call.phone->rekey(call.phone_keys()).ok());
    const auto before = call.sink.access.size();
    call.from_phone(call.protected_by_phone(Bench::rtp(8, 5001, 160, 9)));
    CHECK(call.sink.access.size() == before + 1);
}

TEST_CASE("W3-02: keys that cannot be are refused and change nothing") {
    Call call;
    iq::ConfigureRequest request;
    request.streams = {call.spec()};
    const auto refused = [&](const iq::CoreSdes& sdes) {
        request.streams[0].core_sdes = sdes;
        const auto done = call.context->configure(request, call.now);
        return !done.ok() && done.error().kind == ErrorKind::usage && done.error().status == 400;
    };
    auto sdes = call.sdes();
    sdes.local.suite = sdes.remote.suite = "F8_128_HMAC_SHA1_80";
    CHECK(refused(sdes));
    sdes = call.sdes();
    sdes.remote.suite = "AEAD_AES_128_GCM";
    CHECK(refused(sdes));
    sdes = call.sdes();
    sdes.local.key = Secret("short");
    CHECK(refused(sdes));
    call.from_wic(call.protect(Bench::rtp(8, 1, 160, 5)), call.wic);
    CHECK(call.heard_by_phone() == srtp::Verdict::good);
}
