// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE("ICS-10: whatever W7 does, the call goes on once or is refused, and never falls through to the HSS") {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        ICscfRig rig;
        rig.w7.set(fault);
        const auto server = rig.arrive(rig.invite());
        rig.executor.advance(10s);
        if (fault == Fault::none || fault == Fault::twice) {
            CHECK(rig.mw.sent.size() == 1);
            CHECK(server->responses.empty());
            continue;
        }
        REQUIRE(server->responses.size() == 1);
        CHECK(server->responses[0].status() == 504);
        CHECK(rig.order.size() <= 1);
        for (const auto& question : rig.order) CHECK(question.starts_with("w7 "));
        CHECK(rig.mw.sent.empty());
        CHECK(rig.role.on_their_way() == 0);
    }
}

TEST_CASE("ICS-10: the answer comes when the time is out, not later") {
    ICscfRig rig;
    rig.w7.set(Fault::lost);
    const auto server = rig.arrive(rig.invite());
    rig.executor.advance(1999ms);
    CHECK(server->responses.empty());
    rig.executor.advance(1ms);
    REQUIRE(server->responses.size() == 1);
    CHECK(server->responses[0].status() == 504);
}

TEST_CASE("ICS-10: whatever Cx does, the call goes on once or is refused") {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        ICscfRig rig;
        rig.hss.faults.set(fault);
        const auto server = rig.arrive(rig.invite());
        rig.executor.advance(10s);
        const bool good = fault == Fault::none || fault == Fault::twice;
        CHECK(rig.mw.sent.size() == (good ? 1 : 0));
        REQUIRE(server->responses.size() == (good ? 0 : 1));
        if (!good) CHECK(server->responses[0].status() == 504);
    }
}
