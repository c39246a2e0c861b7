// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <functional>

#include "media/ice/lite_agent.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::ice;

namespace {

const w3::IceCredentials own{"gatewayufrag", "gateway-password-of-24-x"};
const TransactionId transaction{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
const IpEndpoint first = *IpEndpoint::from({"192.0.2.7", 50000});
const IpEndpoint second = *IpEndpoint::from({"192.0.2.7", 50001});

struct Check {
    std::string username = "gatewayufrag:wic1";
    std::string password = own.pwd;
    bool nominate = false;
    bool controlled = false;
    bool integrity = true;
    bool fingerprint = true;
    std::uint16_t strange = 0;

    StunWriter write() const {
        StunWriter writer(StunType::binding_request, transaction);
        if (!username.empty()) writer.add_text(StunAttribute::username, username);
        writer.add_u32(StunAttribute::priority, 1853824767);
        writer.add_u64(controlled ? StunAttribute::ice_controlled : StunAttribute::ice_controlling, 77);
        if (nominate) writer.add(StunAttribute::use_candidate, {});
        if (strange != 0) writer.add_u32(static_cast<StunAttribute>(strange), 0);
        if (integrity) writer.add_integrity(password);
        if (fingerprint) writer.add_fingerprint();
        return writer;
    }
};

struct Told {
    CheckOutcome outcome;
    std::optional<std::uint16_t> error;
    bool authentic = false;
    std::optional<IpEndpoint> mapped;
    std::optional<IpEndpoint> unbound;
};

Told tell(LiteAgent& agent, const Check& check, const IpEndpoint& from = first, TimePoint now = {}) {
    const auto request = check.write();
    const auto answer = agent.receive(StunMessage::parse(request.octets()).value(), from, now);
    REQUIRE(answer.response);
    const auto response = StunMessage::parse(answer.response->octets());
    REQUIRE(response.ok());
    CHECK(response->has_fingerprint);
    CHECK(response->transaction == transaction);
    return {answer.outcome, response->error, response->authentic(own.pwd), response->mapped, answer.unbound};
}

}  // namespace

TEST_CASE("AGW-03 AGW-04: a valid check is answered with its address and binds it") {
    LiteAgent agent(own);
    CHECK_FALSE(agent.selected());
    const auto told = tell(agent, {});
    CHECK(told.outcome == CheckOutcome::bound);
    CHECK_FALSE(told.error);
    CHECK(told.authentic);
    CHECK(told.mapped == first);
    CHECK(agent.selected() == first);
    CHECK(tell(agent, {}).outcome == CheckOutcome::accepted);
}

TEST_CASE("AGW-03: 401 for a wrong password or ufrag, 400 without credentials, and nothing is bound") {
    LiteAgent agent(own);
    Check wrong_password;
    wrong_password.password = "gateway-password-of-24-y";
    CHECK(tell(agent, wrong_password).error == 401);
    Check wrong_user;
    wrong_user.username = "someoneelse1:wic1";
    CHECK(tell(agent, wrong_user).error == 401);
    Check bare;
    bare.integrity = false;
    CHECK(tell(agent, bare).error == 400);
    Check anonymous;
    anonymous.username.clear();
    CHECK(tell(agent, anonymous).error == 400);
    Check plain;
    plain.fingerprint = false;
    CHECK(tell(agent, plain).error == 400);
    CHECK_FALSE(agent.selected());
    CHECK_FALSE(agent.last_check());
    CHECK(agent.remotes().empty());
}

TEST_CASE("AGW-03: 487 for a peer that wants to be controlled, 420 for what must be understood and is not") {
    LiteAgent agent(own);
    Check controlled;
    controlled.controlled = true;
    const auto conflict = tell(agent, controlled);
    CHECK(conflict.error == 487);
    CHECK(conflict.authentic);
    Check strange;
    strange.strange = 0x7123;
    const auto unknown = tell(agent, strange);
    CHECK(unknown.error == 420);
    CHECK(unknown.authentic);
    CHECK_FALSE(agent.selected());
}

TEST_CASE("AGW-04: nomination selects the pair, a mere check does not move it") {
    LiteAgent agent(own);
    tell(agent, {}, first);
    tell(agent, {}, second);
    CHECK(agent.selected() == first);
    Check nominating;
    nominating.nominate = true;
    tell(agent, nominating, second);
    CHECK(agent.selected() == second);
    Check forged = nominating;
    forged.password = "not-the-password-of-anyone";
    tell(agent, forged, *IpEndpoint::from({"203.0.113.66", 1}));
    CHECK(agent.selected() == second);
}

TEST_CASE("AGW-05: consent is as fresh as the last authenticated check") {
    LiteAgent agent(own);
    tell(agent, {}, first, TimePoint(std::chrono::seconds(5)));
    Check wrong;
    wrong.password = "x";
    tell(agent, wrong, first, TimePoint(std::chrono::seconds(9)));
    CHECK(agent.last_check() == TimePoint(std::chrono::seconds(5)));
}

TEST_CASE("AGW-04: addresses are bounded, the oldest that is not in use goes") {
    LiteAgent agent(own);
    for (std::uint16_t i = 0; i < LiteAgent::max_remotes; ++i)
        tell(agent, {}, *IpEndpoint::from({"192.0.2.9", static_cast<std::uint16_t>(1000 + i)}));
    const auto told = tell(agent, {}, second);
    CHECK(told.unbound == IpEndpoint::from({"192.0.2.9", 1001}));
    CHECK(agent.remotes().size() == LiteAgent::max_remotes);
    CHECK(agent.selected() == IpEndpoint::from({"192.0.2.9", 1000}));
}

TEST_CASE("AGW-03: indications and responses are not answered") {
    LiteAgent agent(own);
    for (const auto type : {StunType::binding_indication, StunType::binding_success, StunType::binding_error}) {
        StunWriter writer(type, transaction);
        writer.add_fingerprint();
        const auto answer = agent.receive(StunMessage::parse(writer.octets()).value(), first, {});
        CHECK(answer.outcome == CheckOutcome::ignored);
        CHECK_FALSE(answer.response);
    }
}

TEST_CASE("ALG-12: after a restart the old pair is used until one is nominated with the new credentials") {
    LiteAgent agent(own);
    Check old;
    old.nominate = true;
    tell(agent, old, first);
    agent.restart({"secondufrag0", "second-password-of-24-xx"});
    CHECK(agent.local().ufrag == "secondufrag0");
    CHECK_FALSE(agent.renewed());
    CHECK(agent.selected() == first);

    Check fresh;
    fresh.username = "secondufrag0:wic2";
    fresh.password = "second-password-of-24-xx";
    CHECK(tell(agent, fresh, second).outcome == CheckOutcome::bound);
    CHECK(agent.selected() == first);
    CHECK(tell(agent, old, first).authentic);  // still answered with its own password
    fresh.nominate = true;
    tell(agent, fresh, second);
    CHECK(agent.selected() == second);
    CHECK(agent.renewed());
    tell(agent, old, first);  // late, of before: it does not take the media back
    CHECK(agent.selected() == second);
}

TEST_CASE("ALG-12: a ufrag with the other generation's password is refused; the generation before the last is gone") {
    LiteAgent agent(own);
    agent.restart({"secondufrag0", "second-password-of-24-xx"});
    Check mixed;
    mixed.username = "secondufrag0:wic2";
    CHECK(tell(agent, mixed).error == 401);
    agent.restart({"thirdufrag00", "third-password-of-24-xxx"});
    CHECK(tell(agent, {}).error == 401);
    CHECK_FALSE(agent.selected());
}
