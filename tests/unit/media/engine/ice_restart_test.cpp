// SPDX-License-Identifier: Apache-2.0
#include "bench.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::test;
using namespace std::chrono_literals;
using iq::EventKind;

namespace {

const w3::IceCredentials renewed{"wic2", "wic-password-after-restart"};

struct Restarted : Bench {
    explicit Restarted(ConsentMode consent = ConsentMode::answer) : Bench({.consent = consent}) {
        connect();
        from_wic(protect(rtp(8, 1, 160, 5)), wic);
        iq::ConfigureRequest request;
        request.access_remote = remote();
        request.access_remote->transport.ice = renewed;
        const auto configured = dispatcher.configure(*context, request, now);
        REQUIRE(configured.ok());
        REQUIRE(configured->access);
        local = *configured->access;
    }
    void check_anew(const IpEndpoint& from, bool nominate = true) {
        check(from, nominate, local.ice.pwd.c_str(), (local.ice.ufrag + ":wic2").c_str());
    }

    w3::TransportDescription local;
};

}  // namespace

TEST_CASE("ALG-12 AGW-15: an ICE restart gives the gateway new credentials; DTLS, SRTP and the core's line go on") {
    Restarted r;
    CHECK(r.local.ice.ufrag != "gwufrag00001");
    CHECK(r.local.ice.pwd.size() >= 22);
    CHECK(r.local.fingerprints == std::vector{r.gateway_dtls->fingerprint()});
    CHECK(r.local.ice_lite);

    r.from_wic(r.protect(Bench::rtp(8, 2, 320, 5)), r.wic);  // on the old pair
    const auto moved = endpoint("192.0.2.99", 40000);
    r.check_anew(moved);
    r.from_wic(r.protect(Bench::rtp(8, 3, 480, 5)), moved);
    REQUIRE(r.sink.core.size() == 3);
    for (std::size_t i = 1; i < 3; ++i) {
        const auto& before = r.sink.core[i - 1].octets;
        const auto& after = r.sink.core[i].octets;
        CHECK(get_u32(&after[8]) == get_u32(&before[8]));
        CHECK(get_u16(&after[2]) == static_cast<std::uint16_t>(get_u16(&before[2]) + 1));
        CHECK(get_u32(&after[4]) == get_u32(&before[4]) + 160);
    }
    r.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(r.sink.access.back().to == moved);
    CHECK(r.heard_by_wic().size() > 12);  // with the keys of before
    CHECK(r.sink.count(EventKind::dtls_established) == 1);
    CHECK(r.sink.count(EventKind::ice_connected) == 1);
    CHECK(r.host.counted("agw.ice_restarts") == 1);
}

TEST_CASE("ALG-12: the old pair carries the media until the new one is nominated") {
    Restarted r;
    r.check_anew(endpoint("192.0.2.99", 40000), false);
    r.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(r.sink.access.back().to == r.wic);
}

TEST_CASE("ALG-12: the same credentials again are no restart") {
    Restarted r;
    iq::ConfigureRequest request;
    request.access_remote = r.remote();
    request.access_remote->transport.ice = renewed;
    const auto again = r.dispatcher.configure(*r.context, request, r.now);
    REQUIRE(again.ok());
    CHECK_FALSE(again->access);
}

TEST_CASE("ALG-12: restarts without end leave two names at the dispatcher, and release leaves none") {
    Restarted r;
    std::string name = r.local.ice.ufrag;
    for (int i = 0; i < 50; ++i) {
        iq::ConfigureRequest request;
        request.access_remote = r.remote();
        request.access_remote->transport.ice = {"wic" + std::to_string(i + 3),
                                                "wic-password-of-round-" + std::to_string(i)};
        const auto configured = r.dispatcher.configure(*r.context, request, r.now);
        REQUIRE(configured->access);
        const auto oldest = std::exchange(name, configured->access->ice.ufrag);
        CHECK(r.check(r.wic, true, "x", (oldest + ":w").c_str()).context != nullptr);
    }
    CHECK(r.check(r.wic, true, "x", "gwufrag00001:wicu").context == nullptr);
    r.dispatcher.remove(*r.context);
    CHECK(r.check(r.wic, true, "x", (name + ":w").c_str()).context == nullptr);
}

TEST_CASE("ALG-12 AGW-05: consent is asked with the credentials of the pair in use") {
    Restarted r(ConsentMode::send);
    const auto asked = [&] {
        const auto from = r.sink.access.size();
        r.pass(6s);
        const auto checks = [](const Sink::ToAccess& sent) {
            return engine::classify(sent.octets) == engine::PacketKind::stun;
        };
        const auto last = std::find_if(r.sink.access.rbegin(), r.sink.access.rend(), checks);
        REQUIRE(r.sink.access.rend() - last > static_cast<std::ptrdiff_t>(from));
        return *last;
    };
    const auto old = asked();
    auto request = ice::StunMessage::parse(old.octets);
    REQUIRE(request.ok());
    CHECK(request->username == "wicu:gwufrag00001");
    CHECK(request->authentic("wic-password-of-24-chars"));
    const auto moved = endpoint("192.0.2.99", 40000);
    r.check_anew(moved);
    const auto fresh = asked();
    CHECK(fresh.to == moved);
    request = ice::StunMessage::parse(fresh.octets);
    CHECK(request->username == "wic2:" + r.local.ice.ufrag);
    CHECK(request->authentic(renewed.pwd));
}
