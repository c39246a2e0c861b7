// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "reliable_flow.hpp"

namespace wims::sip::test {
namespace {

using Said = std::vector<std::string>;

TEST_CASE("RFC 3261 17.2.1: INVITE: 100 at once, one To tag for all, a repeated INVITE gets the last response") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    REQUIRE(flow.incoming.size() == 1);
    CHECK(flow.said() == Said{"100"});
    CHECK(flow.sent[0].to_tag() == "");
    flow.respond(100);
    CHECK(flow.said() == Said{"100"});
    flow.respond(180);
    flow.receive("INVITE", "z1");
    CHECK(flow.said() == Said{"100", "180", "180"});
    flow.respond(200);
    flow.respond(486);
    flow.receive("INVITE", "z1");
    CHECK(flow.said() == Said{"100", "180", "180", "200", "200"});
    CHECK(flow.incoming.size() == 1);
    CHECK_FALSE(flow.sent[1].to_tag().empty());
    CHECK(flow.sent[1].to_tag() == flow.sent[3].to_tag());
    CHECK(flow.incoming[0]->answered());
    CHECK(flow.unreadable == 0);
}

TEST_CASE("RFC 3261 8.2.6.2: a response taken from another leg leaves with the request's Via, Call-ID and CSeq") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    auto other = Message::response(183, "");
    other.append("Via", "SIP/2.0/UDP 10.0.0.1;branch=zz");
    other.append("Via", "SIP/2.0/UDP 10.0.0.2;branch=zy");
    other.append("Call-ID", "other");
    other.append("CSeq", "9 INVITE");
    flow.incoming[0]->respond(std::move(other));
    const auto& sent = flow.sent.back();
    CHECK(sent.all("Via") == Said{"SIP/2.0/WSS a.invalid;branch=z1"});
    CHECK(sent.call_id() == "call");
    CHECK(sent.get("CSeq") == "1 INVITE");
    CHECK(sent.from_tag() == "wic");
}

TEST_CASE("RFC 3261 17.2.1: the ACK of a failure stays below; RFC 3261 13.3.1.4: that of a 2xx comes up") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    flow.respond(404);
    flow.receive("ACK", "z1");
    CHECK(flow.incoming.size() == 1);
    flow.receive("INVITE", "z2");
    flow.respond(200, 1);
    flow.receive("ACK", "z3");
    REQUIRE(flow.incoming.size() == 3);
    CHECK(flow.incoming[2]->request().method() == "ACK");
    CHECK(flow.incoming[2]->answered());
    const auto before = flow.sent.size();
    flow.incoming[2]->respond(Message::response_to(flow.incoming[2]->request(), 200));
    flow.incoming.pop_back();
    CHECK(flow.sent.size() == before);
    flow.receive("ACK", "z2");  // with its INVITE's branch, as some clients do
    CHECK(flow.incoming.size() == 3);
}

TEST_CASE("RFC 3261 17.2.1: timer H ends a failure that is not acknowledged") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    flow.respond(404);
    flow.executor.advance(33s);
    flow.receive("ACK", "z1");
    CHECK(flow.incoming.size() == 2);  // no transaction left to absorb it
}

TEST_CASE("RFC 3261 9.2: CANCEL gets 200 with the INVITE's tag, the role is told once and answers 487") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    int cancelled = 0;
    flow.incoming[0]->on_cancel([&] {
        ++cancelled;
        flow.respond(487);
    });
    flow.layer->receive(ReliableFlow::from_client("CANCEL", "z1"));
    CHECK(cancelled == 0);  // never inside a call
    flow.executor.run();
    CHECK(cancelled == 1);
    CHECK(flow.said() == Said{"100", "200 CANCEL", "487"});
    CHECK(flow.sent[1].to_tag() == flow.sent[2].to_tag());
    flow.receive("CANCEL", "z1");
    CHECK(cancelled == 1);
    CHECK(flow.said().back() == "200 CANCEL");
}

TEST_CASE("RFC 3261 9.2: CANCEL before the role looks, after the answer, and for nothing") {
    ReliableFlow flow;
    flow.layer->receive(ReliableFlow::from_client("INVITE", "z1"));
    flow.layer->receive(ReliableFlow::from_client("CANCEL", "z1"));
    flow.executor.run();
    int cancelled = 0;
    flow.incoming[0]->on_cancel([&] { ++cancelled; });
    CHECK(cancelled == 0);
    flow.executor.run();
    CHECK(cancelled == 1);
    flow.receive("INVITE", "z2");
    flow.incoming[1]->on_cancel([&] { ++cancelled; });
    flow.respond(200, 1);
    flow.receive("CANCEL", "z2");
    CHECK(cancelled == 1);
    CHECK(flow.said().back() == "200 CANCEL");
    flow.receive("CANCEL", "z9");
    CHECK(flow.said().back() == "481 CANCEL");
    CHECK(flow.incoming.size() == 2);
}

TEST_CASE("RFC 3261 17.2.2: non-INVITE: no 100, a repeated request in progress is absorbed, one final response") {
    ReliableFlow flow;
    flow.receive("REGISTER", "z1");
    CHECK(flow.sent.empty());
    flow.receive("REGISTER", "z1");
    CHECK(flow.incoming.size() == 1);
    flow.respond(200);
    flow.respond(200);
    CHECK(flow.said() == Said{"200 REGISTER"});
    flow.receive("REGISTER", "z2");
    CHECK(flow.incoming.size() == 2);
}

TEST_CASE("ServerTransaction: dropped without an answer it sends 500") {
    ReliableFlow flow;
    flow.receive("MESSAGE", "z1");
    flow.receive("INVITE", "z2");
    flow.respond(180, 1);
    flow.incoming.clear();
    CHECK(flow.said() == Said{"100", "180", "500 MESSAGE", "500"});
}

TEST_CASE("ServerTransaction: beyond the limit 503, and room again after an answer") {
    ReliableFlow flow(2);
    flow.receive("MESSAGE", "z1");
    flow.receive("MESSAGE", "z2");
    flow.receive("MESSAGE", "z3");
    CHECK(flow.said() == Said{"503 MESSAGE"});
    CHECK_FALSE(flow.sent[0].to_tag().empty());
    flow.respond(200);
    flow.receive("MESSAGE", "z4");
    CHECK(flow.incoming.size() == 3);
}

TEST_CASE("flow_down: the role is told, nothing is sent any more") {
    ReliableFlow flow;
    flow.receive("INVITE", "z1");
    flow.receive("MESSAGE", "z2");
    int lost = 0;
    flow.incoming[0]->on_cancel([&] {
        ++lost;
        flow.respond(487);
    });
    flow.layer->flow_down();
    flow.executor.run();
    CHECK(lost == 1);
    flow.respond(200, 1);
    flow.receive("MESSAGE", "z3");
    CHECK(flow.said() == Said{"100"});
    CHECK(flow.incoming.size() == 2);
    flow.layer.reset();
    flow.incoming.clear();
    flow.executor.advance(60s);
}

}  // namespace
}  // namespace wims::sip::test
