// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/faulty_registrar.hpp"
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE_TEMPLATE("W7-01 W7-02: status by external identity and by IMPU, with both names of the block", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    const auto impu = asker.put(bob, browser.next())->registration.impu;
    for (const std::string& name : {bob, impu, std::string("sip:Bob@ENTERPRISE.com;user=phone")}) {
        CAPTURE(name);
        const auto status = asker.status(name);
        REQUIRE(status.ok());
        CHECK(status->registered);
        CHECK(status->impu == impu);
        CHECK(status->wimpu == block_1);
    }
}

TEST_CASE_TEMPLATE("W7-03: unknown is not the same as not registered", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    fails(asker.status(bob), ErrorKind::not_found, 404);  // of a domain with a block, but never seen
    fails(asker.status("sip:w1-000123@webrtc.operator.example"), ErrorKind::not_found, 404);
    fails(asker.status("sip:x@elsewhere.example"), ErrorKind::not_found, 404);
    fails(asker.status("tel:+1555"), ErrorKind::protocol, 416);

    Browser browser("b1");
    const auto impu = asker.put(bob, browser.next())->registration.impu;
    REQUIRE(asker.remove_all(bob).ok());
    for (const std::string& name : {bob, impu}) {
        const auto status = asker.status(name);
        REQUIRE(status.ok());
        CHECK_FALSE(status->registered);
        CHECK(status->impu == impu);
        CHECK(status->wimpu == block_1);
    }
    rig.advance(24h + 2s);
    fails(asker.status(bob), ErrorKind::not_found, 404);
}

TEST_CASE_TEMPLATE("W7-04 DER-01: the answer is true at once, before and after", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    fails(asker.status(bob), ErrorKind::not_found, 404);
    REQUIRE(asker.put(bob, browser.next()).ok());
    CHECK(asker.status(bob)->registered);
    REQUIRE(asker.remove(bob, browser.next()).ok());
    CHECK_FALSE(asker.status(bob)->registered);
    CHECK(rig.host().counted("registrar.status_queries") == 3);
}

TEST_CASE_TEMPLATE("W7-01: a spoilt answer is heard once", Rig, W6_RIGS) {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        Rig rig;
        FaultyStatus faulty(rig.w7(), rig.executor(), fault);
        int answers = 0;
        ErrorKind kind = ErrorKind::internal;
        auto operation = async<w7::Status>(
            rig.executor(), rig.executor().now() + 2s,
            [&](Deadline d, Completion<w7::Status> done) {
                faulty.status({TrailId(), bob}, d, std::move(done));
            },
            [&](Result<w7::Status> result) {
                ++answers;
                if (!result) kind = result.error().kind;
            });
        rig.advance(10s);
        CHECK(answers == 1);
        const bool real = fault == Fault::none || fault == Fault::twice;
        CHECK(kind == (real ? ErrorKind::not_found : fault == Fault::error ? ErrorKind::io : ErrorKind::timeout));
    }
}
