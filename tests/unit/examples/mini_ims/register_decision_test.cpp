// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/register_decision.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "block_fixture.hpp"

using namespace wims::mini_ims;
using namespace std::chrono_literals;

namespace {
RegisterFacts complete() {
    RegisterFacts facts;
    facts.source_ip = test::ep_cscf;
    facts.to = test::pilot;
    facts.supports_path = true;
    facts.path = RegisterFacts::Path::loose;
    facts.visited_network = "ims.operator.example";
    facts.authorization = {{.username = test::impi, .realm = "webrtc.operator.example"}, "auth-done"};
    facts.expires = 600000s;
    return facts;
}

struct Fixture {
    Hss hss = test::hss();
    TrustDomain trust{{test::ep_cscf}};
    RegisterDecision decision{hss, trust, 600000s};
};

struct Refusal {
    const char* what;
    int status;
    std::function<void(RegisterFacts&)> change;
};

const Refusal refusals[] = {
    {"auth-done from no eP-CSCF", 403, [](auto& f) { f.source_ip = "192.0.2.21"; }},
    {"integrity-protected yes", 403, [](auto& f) { f.authorization->integrity_protected = "yes"; }},
    {"integrity-protected no", 403, [](auto& f) { f.authorization->integrity_protected = "no"; }},
    {"integrity-protected tls-yes", 403, [](auto& f) { f.authorization->integrity_protected = "tls-yes"; }},
    {"integrity-protected ip-assoc-yes", 403, [](auto& f) { f.authorization->integrity_protected = "ip-assoc-yes"; }},
    {"no integrity-protected", 403, [](auto& f) { f.authorization->integrity_protected.clear(); }},
    {"no Authorization", 403, [](auto& f) { f.authorization.reset(); }},
    {"no Path", 400, [](auto& f) { f.path = RegisterFacts::Path::absent; }},
    {"Path without lr", 500, [](auto& f) { f.path = RegisterFacts::Path::unusable; }},
    {"no Supported: path", 420, [](auto& f) { f.supports_path = false; }},
    {"no P-Visited-Network-ID", 400, [](auto& f) { f.visited_network.reset(); }},
    {"quoted P-Visited-Network-ID", 403, [](auto& f) { f.visited_network = "\"ims.operator.example\""; }},
    {"unknown visited network", 403, [](auto& f) { f.visited_network = "other.example"; }},
    {"username without @", 403, [](auto& f) { f.authorization->digest.username = "block1"; }},
    {"foreign realm", 403, [](auto& f) { f.authorization->digest.realm = "ims.operator.example"; }},
    {"somebody else's private identity, of another realm", 403,
     [](auto& f) { f.to = "sip:alice@ims.operator.example"; }},
    {"somebody else's private identity", 403,
     [](auto& f) { f.authorization->digest.username = "block2@webrtc.operator.example"; }},
    {"unknown public identity", 403, [](auto& f) { f.to = "sip:nobody@webrtc.operator.example"; }},
    {"a member of the wildcard", 403, [](auto& f) { f.to = "sip:w1-000123@webrtc.operator.example"; }},
    {"a To that is no SIP URI", 400, [](auto& f) { f.to = "tel:+1555"; }},
};
}  // namespace

TEST_CASE_FIXTURE(Fixture, "BLK-01 BLK-07: a complete auth-done REGISTER of an eP-CSCF registers the block") {
    const auto verdict = decision.decide(complete());
    CHECK(verdict.status == 200);
    REQUIRE(verdict.subscription != nullptr);
    CHECK(verdict.subscription->impi == test::impi);
    CHECK(verdict.granted == 600000s);
}

TEST_CASE_FIXTURE(Fixture, "BLK-01: every refusal of the core, and none is said with a block") {
    for (const auto& refusal : refusals) {
        CAPTURE(refusal.what);
        auto facts = complete();
        refusal.change(facts);
        const auto verdict = decision.decide(facts);
        CHECK(verdict.status == refusal.status);
        CHECK(verdict.subscription == nullptr);
        CHECK_FALSE(verdict.reason.empty());
    }
}

TEST_CASE_FIXTURE(Fixture, "BLK-05: what is granted: at most what is asked, at least 5 s, 0 takes the binding away") {
    const std::pair<std::chrono::seconds, std::chrono::seconds> cases[] = {{60s, 60s}, {5s, 5s}, {4s, 5s},
                                                                           {1s, 5s},   {0s, 0s}, {600001s, 600000s}};
    for (const auto& [asked, granted] : cases) {
        auto facts = complete();
        facts.expires = asked;
        CHECK(decision.decide(facts).granted == granted);
    }
    auto query = complete();
    query.has_contact = false;
    CHECK(decision.decide(query).status == 200);
    CHECK(decision.decide(query).granted == 0s);
}

TEST_CASE_FIXTURE(Fixture, "BLK-01: username and auth-done alone are enough; a foreign username counts as the To") {
    auto facts = complete();
    facts.authorization->digest.realm.clear();
    CHECK(decision.decide(facts).status == 200);

    const Hss alike({{"same@webrtc.operator.example",
                      "sip:same@webrtc.operator.example",
                      wims::identity::Wildcard::parse(test::wildcard).value(),
                      {}}},
                    {"ims.operator.example"});
    facts.to = "sip:same@webrtc.operator.example";
    facts.authorization->digest.username = "same";
    CHECK(RegisterDecision(alike, trust, 60s).decide(facts).status == 200);
}

TEST_CASE_FIXTURE(
    Fixture, "R1-02: a user with a password is challenged, and registers without one only through a trusted node") {
    auto facts = complete();
    facts.to = "sip:alice@ims.operator.example";
    facts.authorization.reset();
    const auto challenged = decision.decide(facts);
    CHECK(challenged.status == 401);
    CHECK(challenged.subscription == nullptr);
    CHECK(challenged.challenge.find("realm=\"ims.operator.example\"") != std::string::npos);

    facts.authorization = {{.username = "alice@ims.operator.example", .realm = "ims.operator.example", .qop = "auth"},
                           ""};
    CHECK(decision.decide(facts).status == 401);  // no nonce of ours
    facts.authorization->digest.nonce = challenged.challenge.substr(challenged.challenge.find("nonce=\"") + 7, 32);
    CHECK(decision.decide(facts).status == 403);  // no response to it
    facts.authorization->integrity_protected = "auth-done";
    CHECK(decision.decide(facts).status == 200);
    facts.source_ip = "192.0.2.21";
    CHECK(decision.decide(facts).status == 403);
}
