// SPDX-License-Identifier: Apache-2.0
#include "bench.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::test;
using namespace std::chrono_literals;
using iq::EventKind;

namespace {

/// A WIC that answers the gateway's checks as long as it likes.
struct Asked : Bench {
    Asked() : Bench({.consent = ConsentMode::send}) { connect(); }

    std::size_t answer_all(const IpEndpoint& from, std::string_view password = "wic-password-of-24-chars") {
        std::size_t answered = 0;
        for (; looked < sink.access.size(); ++looked) {
            const auto octets = sink.access[looked].octets;
            const auto request = ice::StunMessage::parse(octets);
            if (!request || !request->is(ice::StunType::binding_request)) continue;
            CHECK(sink.access[looked].to == wic);
            CHECK(request->authentic("wic-password-of-24-chars"));
            ice::StunWriter response(ice::StunType::binding_success, request->transaction);
            response.add_mapped(wic);
            response.add_integrity(password);
            response.add_fingerprint();
            from_wic({response.octets().begin(), response.octets().end()}, from);
            ++answered;
        }
        return answered;
    }
    std::size_t looked = 0;
};

}  // namespace

TEST_CASE("AGW-05: with consent=send the WIC's answers keep the call, without a check of its own") {
    Asked a;
    std::size_t answered = 0;
    for (int second = 0; second < 120; ++second) {
        a.pass(1s);
        answered += a.answer_all(a.wic);
    }
    CHECK(a.sink.count(EventKind::consent_lost) == 0);
    CHECK(answered >= 20);
    CHECK(answered <= 30);
    CHECK(a.host.counted("agw.consent_given") == answered);
    a.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(engine::classify(a.sink.access.back().octets) == engine::PacketKind::rtp);
}

TEST_CASE("AGW-05: answers that stop end all sending 30 s after the last, whatever else the WIC sends") {
    Asked a;
    while (a.answer_all(a.wic) == 0) a.pass(1s);
    for (std::uint16_t i = 0; i < 29; ++i) {
        a.pass(1s);
        a.check(a.wic);
        a.from_wic(a.protect(Bench::rtp(8, i, 160, 5)), a.wic);
    }
    CHECK(a.sink.count(EventKind::consent_lost) == 0);
    a.pass(1s);
    CHECK(a.sink.count(EventKind::consent_lost) == 1);
    const auto before = a.sink.access.size();
    a.from_phone(Bench::rtp(8, 1, 160, 9));
    a.pass(1min);
    CHECK(a.sink.access.size() == before);
}

TEST_CASE("AGW-05: answers from elsewhere or with a wrong password are none, and are counted") {
    Asked a;
    for (int second = 0; second < 30; ++second) {
        a.pass(1s);
        a.answer_all(second % 2 == 0 ? endpoint("203.0.113.9", 9) : a.wic, "wrong-password-of-24-xxx");
    }
    CHECK(a.sink.count(EventKind::consent_lost) == 1);
    CHECK(a.host.counted("agw.consent_given") == 0);
    CHECK(a.host.counted("agw.stun_unasked") >= 5);
}

TEST_CASE("AGW-05: until the WIC's password is known its own checks have to do") {
    Bench bench({.remote_known = false, .consent = ConsentMode::send});
    for (int i = 0; i < 4; ++i) {
        bench.check(bench.wic);
        bench.pass(8s);
    }
    CHECK(bench.host.counted("agw.consent_asked") == 0);
    CHECK(bench.sink.count(EventKind::consent_lost) == 0);
    iq::ConfigureRequest request;
    request.access_remote = bench.remote();
    REQUIRE(bench.dispatcher.configure(*bench.context, request, bench.now).ok());
    bench.pass(6s);
    CHECK(bench.host.counted("agw.consent_asked") == 1);
}

TEST_CASE("AGW-05: consent=send without the WIC's ICE credentials is refused, and nothing has changed") {
    Asked a;
    iq::ConfigureRequest request;
    request.access_remote = a.remote();
    request.access_remote->transport.ice = {};
    const auto refused = a.dispatcher.configure(*a.context, request, a.now);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == 488);
    a.pass(6s);
    CHECK(a.answer_all(a.wic) == 1);
}
