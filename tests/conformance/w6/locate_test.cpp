// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE_TEMPLATE("EPC-15: a new user's block is one of its domain that has an owner; the asker learns both", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    fails(asker.locate(bob), ErrorKind::limit, 503);  // nobody has claimed it yet
    fails(asker.locate("sip:x@elsewhere.example"), ErrorKind::not_found, 404);
    fails(asker.locate("sip:x@webrtc.operator.example"), ErrorKind::not_found, 404);
    fails(asker.locate("tel:+1555"), ErrorKind::protocol, 416);
    REQUIRE(asker.claim().ok());
    const auto located = asker.locate("sip:Bob@ENTERPRISE.com");
    REQUIRE(located.ok());
    CHECK(located->wimpu == block_1);
    CHECK(located->owner == "p-cscf-1");
    CHECK(located->epoch == asker.epoch);
    CHECK_FALSE(located->registered);
    fails(asker.fetch(bob), ErrorKind::not_found, 404);  // asking allocates nothing
}

TEST_CASE_TEMPLATE("EPC-15: a known user stays in its block while registered and in quarantine", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    REQUIRE(asker.claim(block_3, "p-cscf-2").ok());
    const auto first = asker.locate("sip:x@shared.example");
    REQUIRE(first.ok());
    CHECK(first->wimpu == block_3);  // it has more room than block_1 has
    CHECK(first->owner == "p-cscf-2");
    Browser browser("b1");
    REQUIRE(asker.claim().ok());
    const auto impu = asker.put("sip:x@shared.example", browser.next(), block_1)->registration.impu;
    for (const std::string& name : {std::string("sip:x@shared.example"), impu}) {
        CHECK(asker.locate(name)->wimpu == block_1);
        CHECK(asker.locate(name)->registered);
    }
    REQUIRE(asker.remove_all("sip:x@shared.example").ok());
    CHECK(asker.locate("sip:x@shared.example")->wimpu == block_1);
    CHECK_FALSE(asker.locate("sip:x@shared.example")->registered);
    CHECK(asker.locate("sip:y@shared.example")->wimpu == block_3);
}

TEST_CASE_TEMPLATE("EPC-15: an IMPU inside a wildcard is served by that block's owner, whoever has the domain", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim(block_2, "p-cscf-2").ok());
    CHECK(asker.locate("sip:w2-alice@webrtc.operator.example")->owner == "p-cscf-2");
    fails(asker.locate("sip:w1-alice@webrtc.operator.example"), ErrorKind::limit, 503);
}
