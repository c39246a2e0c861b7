// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "media/ice/consent.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::ice;
using namespace std::chrono_literals;

namespace {

const w3::IceCredentials own{"gatewayufrag", "gateway-password-of-24-x"};
const w3::IceCredentials wic{"wicu", "wic-password-of-24-chars"};
const IpEndpoint selected = *IpEndpoint::from({"192.0.2.7", 50000});
const IpEndpoint elsewhere = *IpEndpoint::from({"192.0.2.7", 50001});

struct Asking {
    TimePoint now{};
    Consent consent{now};

    std::optional<StunWriter> next() {
        now = consent.deadline();
        return consent.handle_time(own, wic, selected, now);
    }
    bool answered(const StunWriter& request, const IpEndpoint& from = selected, std::string_view password = wic.pwd,
                  StunType type = StunType::binding_success) {
        StunWriter response(type, StunMessage::parse(request.octets())->transaction);
        response.add_mapped(selected);
        response.add_integrity(password);
        response.add_fingerprint();
        return consent.receive(StunMessage::parse(response.octets()).value(), from, wic, now);
    }
};

}  // namespace

TEST_CASE("AGW-05: the gateway asks every 4 to 6 s, not in step") {
    Asking a;
    Duration shortest = 1h, longest{};
    for (int i = 0; i < 200; ++i) {
        const TimePoint before = a.now;
        REQUIRE(a.next());
        shortest = std::min(shortest, a.now - before);
        longest = std::max(longest, a.now - before);
    }
    CHECK(shortest >= 4s);
    CHECK(shortest < 4500ms);
    CHECK(longest <= 6s);
    CHECK(longest > 5500ms);
    CHECK_FALSE(a.consent.handle_time(own, wic, selected, a.now + 1s));
}

TEST_CASE("AGW-05: a request is for the peer's ufrag, signed with its password, and never takes the controlling role") {
    Asking a;
    const auto request = a.next();
    const auto read = StunMessage::parse(request->octets());
    REQUIRE(read.ok());
    CHECK(read->is(StunType::binding_request));
    CHECK(read->username == "wicu:gatewayufrag");
    CHECK(read->authentic(wic.pwd));
    CHECK(read->has_fingerprint);
    CHECK(read->controlled);
    CHECK_FALSE(read->controlling);
    CHECK_FALSE(read->use_candidate);
    CHECK(read->priority);
}

TEST_CASE("AGW-05: an answer from the pair gives consent anew; a late one of an earlier request too, each once") {
    Asking a;
    const auto first = a.next();
    const auto second = a.next();
    CHECK(a.answered(*first));
    CHECK(a.consent.given() == a.now);
    CHECK_FALSE(a.answered(*first));
    CHECK(a.answered(*second));
}

TEST_CASE(
    "AGW-05: no consent by an answer from elsewhere, with a wrong password, of an error, or to no request of ours") {
    Asking a;
    const auto request = a.next();
    const TimePoint before = a.consent.given();
    CHECK_FALSE(a.answered(*request, elsewhere));
    CHECK_FALSE(a.answered(*request, selected, own.pwd));
    CHECK_FALSE(a.answered(*request, selected, wic.pwd, StunType::binding_error));
    CHECK_FALSE(a.answered(StunWriter(StunType::binding_request, {9, 9, 9})));
    CHECK(a.consent.given() == before);
    CHECK(a.answered(*request));
}
