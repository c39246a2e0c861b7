// SPDX-License-Identifier: Apache-2.0
#include "asker.hpp"

using namespace wims;
using namespace wims::test;

namespace {

constexpr iq::OwnerId first = 71, second = 72;

iq::ReserveRequest request_of(iq::OwnerId owner) {
    auto r = request();
    r.owner = owner;
    return r;
}

}  // namespace

TEST_CASE("IQ-10: an owner that is gone leaves no context: neither reserved ones nor those that wait to be") {
    Asker asker;
    const auto ports = asker.agw->health().core_ports_free;
    asker.agw->notify(first, asker.thread.loop(), [](const iq::Event&) {});
    asker.agw->notify(second, asker.thread.loop(), [](const iq::Event&) {});
    REQUIRE(asker.reserve(request_of(first)).ok());
    REQUIRE(asker.reserve(request_of(second)).ok());
    asker.thread.run_and_wait([&] {
        // The last answer is never heard: its asker ends at once, as a P-CSCF in mid-set-up does.
        std::vector<Operation> in_flight;
        for (int i = 0; i < 3; ++i)
            in_flight.push_back(async<iq::Reserved>(
                asker.thread.loop(), asker.thread.loop().now() + std::chrono::seconds(5),
                [&](Deadline d, Completion<iq::Reserved> done) { asker.agw->reserve(request_of(first), d, done); },
                [](Result<iq::Reserved>) { FAIL("the asker is gone"); }));
        asker.agw->release_all(first);
    });
    CHECK(asker.agw->health().contexts == 1);
    CHECK(asker.agw->health().core_ports_free == ports - 2);
    CHECK(asker.host.counted("agw.contexts_orphaned") >= 1);

    const auto late = asker.reserve(request_of(first));  // it was on its way
    CHECK(late.error().kind == ErrorKind::cancelled);
    CHECK(late.error().status == 503);
    asker.agw->notify(first, asker.thread.loop(), [](const iq::Event&) {});
    CHECK(asker.reserve(request_of(first)).ok());
    asker.agw->release_all(first);
    asker.agw->release_all(second);
    CHECK(asker.agw->health().contexts == 0);
    CHECK(asker.agw->health().core_ports_free == ports);
}

TEST_CASE("IQ-02: each owner hears the events of its own contexts, and none after it is gone") {
    auto config = Asker::config();
    config.consent_loss = std::chrono::milliseconds(200);
    Asker asker(config);
    std::vector<iq::Event> heard_first, heard_second;  // the thread's
    asker.agw->notify(first, asker.thread.loop(), [&](const iq::Event& e) { heard_first.push_back(e); });
    asker.agw->notify(second, asker.thread.loop(), [&](const iq::Event& e) { heard_second.push_back(e); });
    const auto a = asker.reserve(request_of(first));
    const auto b = asker.reserve(request_of(second));
    const auto c = asker.reserve(request());
    REQUIRE(c.ok());
    Wic wic, other, third;
    wic.check(*a);
    other.check(*b);
    asker.agw->release_all(second);
    third.check(*c);
    CHECK(asker.wait_for(EventKind::consent_lost));  // the last one's, which is nobody's in particular
    asker.thread.run_and_wait([&] {
        REQUIRE(heard_first.size() == 2);
        for (const auto& event : heard_first) CHECK(event.context == a->context);
        for (const auto& event : heard_second) CHECK(event.kind == EventKind::ice_connected);
        for (const auto& event : asker.events) CHECK(event.context == c->context);
    });
}
