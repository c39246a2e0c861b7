// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/session_decision.hpp"

#include <doctest/doctest.h>

#include "block_fixture.hpp"

using namespace wims::mini_ims;
using namespace std::chrono_literals;

namespace {
constexpr wims::TimePoint noon{std::chrono::hours(12)};
constexpr const char* bob = "sip:w1-000123@webrtc.operator.example";
constexpr const char* i_cscf = "<sip:192.0.2.30:5072;lr>";
constexpr const char* path = "<sip:term@192.0.2.20:5070;lr>";

struct Fixture {
    Fixture() {
        trust.add_phone({"192.0.2.40", 5555});
        decision.add_phone("sip:echo@ims.operator.example", "sip:echo@192.0.2.40:5555");
        Binding binding;
        binding.subscription = hss.with_impu(test::pilot);
        binding.contact = "sip:block1@192.0.2.20:5070";
        binding.path = {path};
        binding.expires = noon + 60s;
        registrations.put(binding);
    }
    SessionFacts by_bob(std::string to) const {
        SessionFacts facts;
        facts.source = {test::ep_cscf, 5070};
        facts.originating = true;
        facts.asserted = {bob};
        facts.profile_key = test::wildcard;
        facts.request_uri = std::move(to);
        return facts;
    }
    SessionFacts to_bob() const {
        SessionFacts facts;
        facts.source = {"192.0.2.30", 5072};
        facts.profile_key = test::wildcard;
        facts.request_uri = bob;
        return facts;
    }
    int status(const SessionFacts& facts, wims::TimePoint now = noon) const {
        return decision.decide(facts, now).status;
    }

    Hss hss = test::hss();
    Registrations registrations;
    TrustDomain trust{{test::ep_cscf}};
    SessionDecision decision{
        hss, registrations, trust, {{"enterprise.com", i_cscf}, {"webrtc.operator.example", i_cscf}}};
};
}  // namespace

TEST_CASE_FIXTURE(Fixture, "ORG-02 ORG-10: a member with its P-Profile-Key reaches the echo") {
    const auto verdict = decision.decide(by_bob("sip:echo@ims.operator.example"), noon);
    CHECK(verdict.status == 0);
    CHECK(verdict.request_uri == "sip:echo@192.0.2.40:5555");
    CHECK(verdict.route.empty());
}

TEST_CASE_FIXTURE(Fixture, "ORG-02 ORG-10: originating refusals") {
    auto facts = by_bob("sip:echo@ims.operator.example");
    SUBCASE("no asserted identity") { facts.asserted.clear(); }
    SUBCASE("asserted identity of nobody") { facts.asserted = {"sip:Bob@enterprise.com"}; }
    SUBCASE("asserted identity of a block that is not registered") {
        facts.asserted = {"sip:w2-1@webrtc.operator.example"};
        facts.profile_key = "sip:w2-!.*!@webrtc.operator.example";
    }
    SUBCASE("asserted text that is no URI") { facts.asserted = {"Bob"}; }
    SUBCASE("no P-Profile-Key") { facts.profile_key.clear(); }
    SUBCASE("another block's P-Profile-Key") { facts.profile_key = "sip:w2-!.*!@webrtc.operator.example"; }
    SUBCASE("from no eP-CSCF") { facts.source.ip = "192.0.2.99"; }
    SUBCASE("from a phone's address but not its port") { facts.source = {"192.0.2.40", 5556}; }
    CHECK(status(facts) == 403);
}

TEST_CASE_FIXTURE(Fixture, "BLK-05: a member may not call once the block's registration has run out") {
    const auto facts = by_bob("sip:echo@ims.operator.example");
    CHECK(status(facts, noon + 59s) == 0);
    CHECK(status(facts, noon + 60s) == 403);
}

TEST_CASE_FIXTURE(Fixture, "BLK-01: the pilot is a distinct identity and needs no P-Profile-Key") {
    auto facts = by_bob("sip:echo@ims.operator.example");
    facts.asserted = {test::pilot};
    facts.profile_key.clear();
    CHECK(status(facts) == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "ORG-05: without the Service-Route there is no originating service, and nothing is checked") {
    auto facts = by_bob("sip:echo@ims.operator.example");
    facts.originating = false;
    facts.asserted.clear();
    facts.profile_key.clear();
    CHECK(status(facts) == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "ICS-01 ICS-08 TRM-12: a listed domain is reached through its I-CSCF alone, on whole labels") {
    SessionFacts facts = by_bob("sip:Alice@enterprise.com");
    facts.source = {"192.0.2.40", 5555};
    facts.asserted = {"sip:echo@ims.operator.example"};
    facts.profile_key.clear();
    const auto verdict = decision.decide(facts, noon);
    CHECK(verdict.status == 0);
    CHECK(verdict.route == std::vector<std::string>{i_cscf});
    CHECK(verdict.request_uri.empty());
    for (const char* unlisted :
         {"sip:a@notenterprise.com", "sip:a@enterprise.com.evil.net", "sip:a@x.enterprise.com"}) {
        facts.request_uri = unlisted;
        CHECK(status(facts) == 404);
    }
}

TEST_CASE_FIXTURE(Fixture, "TRM-06: an originating call to a member goes to the I-CSCF too, registered here or not") {
    const auto verdict = decision.decide(by_bob(bob), noon);
    CHECK(verdict.route == std::vector<std::string>{i_cscf});
    CHECK(verdict.called_party.empty());
}

TEST_CASE_FIXTURE(Fixture, "TRM-02 ICS-07: a terminating call to a member: contact, Path and P-Called-Party-ID") {
    const auto verdict = decision.decide(to_bob(), noon);
    CHECK(verdict.status == 0);
    CHECK(verdict.request_uri == "sip:block1@192.0.2.20:5070");
    CHECK(verdict.route == std::vector<std::string>{path});
    CHECK(verdict.called_party == bob);
}

TEST_CASE_FIXTURE(Fixture, "ICS-07: P-Profile-Key is required of a member and must be its wildcard") {
    auto facts = to_bob();
    facts.profile_key.clear();
    CHECK(status(facts) == 403);
    facts.profile_key = "sip:w2-!.*!@webrtc.operator.example";
    CHECK(status(facts) == 403);
    facts.profile_key = bob;
    CHECK(status(facts) == 403);
}

TEST_CASE_FIXTURE(Fixture, "TRM-13: a block that is not registered, or no more, is 480") {
    CHECK(status(to_bob(), noon + 60s) == 480);
    auto facts = to_bob();
    facts.request_uri = "sip:w2-7@webrtc.operator.example";
    facts.profile_key = "sip:w2-!.*!@webrtc.operator.example";
    CHECK(status(facts) == 480);
}

TEST_CASE_FIXTURE(Fixture, "ICS-04: nobody is 404, and a scheme that is not SIP 416") {
    CHECK(status(by_bob("sip:nobody@ims.operator.example")) == 404);
    CHECK(status(by_bob("sip:x@elsewhere.example")) == 404);
    CHECK(status(by_bob("tel:+15550100")) == 416);
}

TEST_CASE_FIXTURE(Fixture,
                  "TRM-02: an ordinary user is called at the contact, without any key; 480 when not registered") {
    auto facts = by_bob("sip:alice@ims.operator.example");
    CHECK(status(facts) == 480);
    Binding binding;
    binding.subscription = hss.with_impu("sip:alice@ims.operator.example");
    binding.contact = "sip:alice@192.0.2.20:5071";
    binding.expires = noon + 60s;
    registrations.put(binding);
    const auto verdict = decision.decide(facts, noon);
    CHECK(verdict.request_uri == binding.contact);
    CHECK(verdict.called_party == "sip:alice@ims.operator.example");
}
