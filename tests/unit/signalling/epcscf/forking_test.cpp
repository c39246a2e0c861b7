// SPDX-License-Identifier: Apache-2.0
#include "forked_call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

std::string attribute(const sip::Message& m, const std::string& name) {
    const auto at = m.body().find("a=" + name);
    return at == std::string::npos ? std::string() : m.body().substr(at, m.body().find("\r\n", at) - at);
}

constexpr const char* elsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";

}  // namespace

TEST_CASE("FRK-01 FRK-02 FRK-03: every device rings, each on a leg and with an access termination of its own") {
    ForkedCall c(3);
    c.call();
    REQUIRE(c.rung() == 3);
    std::set<std::string> call_ids, contacts, uris, branches;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto m = c.ringing(i);
        call_ids.emplace(m.call_id());
        contacts.emplace(m.get("Contact"));
        branches.emplace(m.branch());
        uris.insert(m.request_uri());
        CHECK(m.request_uri() == c.wic(i).contact);
        CHECK(m.get("From") == "\"Carol\" <sip:carol@other.net>;tag=c1");
        CHECK(c.wic(i).requests("INVITE").size() == 1);
    }
    for (const auto* set : {&call_ids, &contacts, &uris, &branches}) CHECK(set->size() == 3);
    CHECK(c.rig.gateway.reserved.size() == 3);
    CHECK(c.rig.gateway.live.size() == 3);
    std::set<std::string> ufrags;
    for (std::size_t i = 0; i < 3; ++i) ufrags.insert(attribute(c.ringing(i), "ice-ufrag"));
    CHECK(ufrags.size() == 3);
    CHECK(c.rig.registrar.count("fetch") == 1);
}

TEST_CASE("FRK-04: the first 2xx is the answer, the others are cancelled and their terminations given back") {
    ForkedCall c(3);
    c.call();
    for (std::size_t i = 0; i < 3; ++i) c.says(i, 180);
    c.says(1, 200, browser_answer);
    REQUIRE(c.core->status() == 200);
    CHECK(c.wic(1).requests("CANCEL").empty());
    CHECK(c.rig.gateway.live == std::set<iq::ContextId>{2});
    for (const std::size_t i : {0U, 2U}) {
        CHECK(c.wic(i).last_request("CANCEL").get("Reason") == elsewhere);
        c.says(i, 487);
    }
    std::set<std::string> tags;  // one early dialog, whoever rings
    for (const auto& r : c.core->responses)
        if (r.status() > 100) tags.emplace(r.to_tag());
    CHECK(tags.size() == 1);
    c.core_sends("ACK", 5);
    CHECK(c.rig.instance->sessions() == 1);
    CHECK(c.core_sends("BYE", 6)->status() == 200);
    CHECK(c.wic(1).requests("BYE").size() == 1);
    CHECK(c.wic(0).requests("BYE").empty());
    c.check_clean();
}

TEST_CASE("FRK-05: a second 2xx that crosses its CANCEL gets ACK and BYE, the core hears of one answer") {
    ForkedCall c(2);
    c.call();
    c.says(0, 180);
    c.says(0, 200, browser_answer);
    c.says(1, 200, browser_answer);
    CHECK(c.wic(1).requests("ACK").size() == 1);
    CHECK(c.wic(1).last_request("BYE").get("Reason") == elsewhere);
    CHECK(c.wic(0).requests("ACK").size() == 1);
    CHECK(c.wic(0).requests("BYE").empty());
    CHECK(c.finals() == 1);
    CHECK(c.rig.gateway.live == std::set<iq::ContextId>{2});  // the newest contact is asked first
    c.core_sends("ACK", 5);
    c.core_sends("BYE", 6);
    c.check_clean();
}

TEST_CASE("FRK-05: both 2xx come while the gateway is told of the first") {
    ForkedCall c(2);
    c.call();
    c.rig.gateway.faults.set(Fault::lost);
    c.says(0, 200, browser_answer);
    c.says(1, 200, browser_answer);
    CHECK(c.wic(1).requests("BYE").size() == 1);
    c.rig.gateway.faults.set(Fault::none);
    c.rig.pass(10s);  // the gateway never answers: the call is over
    CHECK(c.core->status() == 500);
    CHECK(c.wic(0).requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("FRK-06: none answers: the best of what they said, by class; 6xx ends all at once; 503 is not passed on") {
    struct Row {
        std::vector<int> said;
        int heard;
    };
    for (const Row& row : {Row{{486, 480}, 486}, Row{{480, 486}, 486}, Row{{480, 408}, 480}, Row{{503, 503}, 500},
                           Row{{503, 486}, 486}, Row{{500, 404}, 404}, Row{{302, 503}, 480}}) {
        CAPTURE(row.heard);
        ForkedCall c(2);
        c.call();
        c.says(0, row.said[0]);
        CHECK(c.core->status() == 100);
        c.says(1, row.said[1]);
        CHECK(c.core->status() == row.heard);
        c.check_clean();
    }
    ForkedCall c(3);
    c.call();
    c.says(2, 180);
    c.says(0, 486);
    c.says(1, 603);
    CHECK(c.core->status() == 603);
    CHECK(c.wic(2).requests("CANCEL").size() == 1);
    CHECK(c.rig.gateway.live.empty());
    c.says(2, 487);
    c.check_clean();
}

TEST_CASE("FRK-08: the caller's CANCEL and an early BYE cancel every branch") {
    ForkedCall c(3);
    c.call();
    for (std::size_t i = 0; i < 3; ++i) c.says(i, 180);
    SUBCASE("CANCEL") {
        c.core->cancel();
        c.rig.run();
    }
    SUBCASE("BYE") { CHECK(c.core_sends("BYE", 6)->status() == 200); }
    CHECK(c.core->status() == 487);
    CHECK(c.rig.gateway.live.empty());
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(c.wic(i).requests("CANCEL").size() == 1);
        if (i < 2) c.says(i, 487);
    }
    c.rig.pass(33s);  // the third one never says anything
    c.check_clean();
}

TEST_CASE("FRK-09: Request-Disposition: no-fork: the newest device alone rings") {
    ForkedCall c(2);
    auto invite = c.rig.core_invite(bobs_impu, phone_offer);
    invite.append("Request-Disposition", "proxy, No-Fork");
    c.call(std::move(invite));
    CHECK(c.wic(1).requests("INVITE").size() == 1);
    CHECK(c.rung() == 1);
}

TEST_CASE("FRK-10 EXP-04: a dead flow does not ring and delays nothing; one that dies while it rings ends its branch") {
    ForkedCall c(3);
    c.wic(0).close();
    c.call();
    CHECK(c.rung() == 2);
    c.says(1, 180);
    c.wic(1).close();
    CHECK(c.core->status() == 180);
    CHECK(c.rig.gateway.live.size() == 1);
    SUBCASE("the other one answers") {
        c.says(2, 200, browser_answer);
        CHECK(c.core->status() == 200);
        c.core_sends("ACK", 5);
        c.core_sends("BYE", 6);
    }
    SUBCASE("the other one dies too") {
        c.wic(2).close();
        CHECK(c.core->status() == 480);
    }
    c.check_clean();
}

TEST_CASE("FRK-11: nobody answers: one time for the whole set") {
    ForkedCall c(2, [](auto& config) { config.no_answer = 20s; });
    c.call();
    c.says(0, 180);
    c.rig.pass(10s);
    c.says(1, 180);
    c.rig.pass(11s);
    CHECK(c.core->status() == 480);
    c.says(0, 487);
    c.says(1, 487);
    c.check_clean();
}

TEST_CASE("FRK-12 TRM-04: a device that registers while it rings is not added") {
    ForkedCall c(1);
    c.call();
    c.says(0, 180);
    Wic late(c.rig, 5);
    REQUIRE(late.log_in() == 200);
    CHECK(late.requests("INVITE").empty());
    c.says(0, 486);
    CHECK(c.core->status() == 486);
    c.check_clean();
}

TEST_CASE("FRK-03 RFC 3264: early media passes only when no other branch can answer any more") {
    ForkedCall c(2);
    c.call();
    c.says(0, 183, browser_answer);
    CHECK(c.core->status() == 183);
    CHECK(c.core->responses.back().body().empty());
    c.says(1, 486);
    c.says(0, 183, browser_answer);
    CHECK(c.core->responses.back().body().find("RTP/AVP") != std::string::npos);
    const auto early = c.core->responses.back().body();
    c.says(0, 200, browser_answer);
    CHECK(c.core->responses.back().body() == early);
    c.core_sends("ACK", 5);
    c.core_sends("BYE", 6);
    c.check_clean();
}

TEST_CASE("FRK-04 ALG-11: a late offer: the first device that answers makes the offer") {
    ForkedCall c(2);
    c.call("");
    CHECK(c.rig.gateway.reserved.empty());
    c.says(0, 180);
    c.says(1, 200, browser_offer);
    REQUIRE(c.core->status() == 200);
    CHECK(c.rig.gateway.reserved.size() == 1);
    CHECK(c.wic(0).requests("CANCEL").size() == 1);
    c.says(0, 487);
    c.core_sends("ACK", 5, phone_answer);
    CHECK(c.wic(1).last_request("ACK").body().find("a=ice-lite") != std::string::npos);
    c.core_sends("BYE", 6);
    c.check_clean();
}

TEST_CASE("FRK-06 E31: the gateway takes no branch: 500; an offer that is no SDP is refused once, with nothing rung") {
    ForkedCall c(2);
    int status = 0;
    std::string sdp = phone_offer;
    SUBCASE("full") {
        c.rig.gateway.refuse = Error{ErrorKind::limit, "full", 503};
        status = 500;
    }
    SUBCASE("silent") {
        c.rig.gateway.faults.set(Fault::late);
        status = 500;
    }
    SUBCASE("broken") {
        sdp = "v=0\r\nm=\r\n";
        status = 400;
    }
    c.call(sdp);
    c.rig.pass(10s);
    CHECK(c.core->status() == status);
    CHECK(c.rung() == 0);
    CHECK(c.rig.host.counted("alg.sdp_malformed") == (status == 400 ? 1 : 0));
    c.check_clean();
}

TEST_CASE("E32: DTLS does not come up on the branch that answered, whatever the others' terminations did") {
    ForkedCall c(2, [](auto& config) { config.media_setup = 10s; });
    c.call();
    c.rig.gateway.tell(iq::EventKind::dtls_established, 1);  // the newest contact's, the second device
    c.says(0, 200, browser_answer);
    c.says(1, 487);
    c.core_sends("ACK", 5);
    c.rig.pass(9s);
    CHECK(c.rig.mw.all("BYE").empty());
    c.rig.pass(2s);
    CHECK(c.rig.mw.last("BYE")->message.get("Reason") == "SIP;cause=408;text=\"media setup failed\"");
    CHECK(c.wic(0).requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("IQ-10: the gateway loses one branch's context while it rings: that branch ends, the others ring on") {
    ForkedCall c(2);
    c.call();
    c.rig.gateway.tell(iq::EventKind::gateway_lost, 1);
    c.rig.run();
    CHECK(c.wic(1).requests("CANCEL").empty());  // it said nothing yet, so CANCEL may not go [RFC 3261 9.1]
    c.says(1, 180);
    CHECK(c.wic(1).requests("CANCEL").size() == 1);
    c.says(1, 487);
    c.says(0, 200, browser_answer);
    CHECK(c.core->status() == 200);
    c.core_sends("ACK", 5);
    c.core_sends("BYE", 6);
    c.check_clean();
}

TEST_CASE("FRK-04: the winner hangs up before a loser has said its last word: the loser is still ended properly") {
    ForkedCall c(2);
    c.call();
    c.says(0, 180);
    c.says(1, 180);
    c.says(0, 200, browser_answer);
    c.core_sends("ACK", 5);
    c.core_sends("BYE", 6);
    c.says(1, 200, browser_answer);
    CHECK(c.wic(1).requests("ACK").size() == 1);
    CHECK(c.wic(1).requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("IQ-10: the instance ends while devices ring: CANCEL to each, contexts given back, nothing afterwards") {
    ForkedCall c(2);
    c.call();
    c.says(0, 180);
    c.says(1, 180);
    c.rig.instance.reset();
    CHECK(c.rig.gateway.live.empty());
    CHECK(c.wic(0).requests("CANCEL").size() == 1);
    CHECK(c.wic(1).requests("CANCEL").size() == 1);
    CHECK(c.finals() == 1);
    c.rig.pass(300s);
}
