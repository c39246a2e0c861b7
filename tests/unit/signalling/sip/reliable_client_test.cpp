// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "reliable_flow.hpp"

namespace wims::sip::test {
namespace {

using Said = std::vector<std::string>;

TEST_CASE("RFC 7118 5, RFC 3261 18.1.1: a request goes out once, with one Via of ours and Max-Forwards") {
    ReliableFlow flow;
    flow.request("MESSAGE");
    REQUIRE(flow.said() == Said{"MESSAGE"});
    CHECK(flow.sent[0].get("Via").rfind("SIP/2.0/WSS pcscf.example.com;branch=z9hG4bK", 0) == 0);
    CHECK(flow.sent[0].all("Via").size() == 1);
    CHECK(flow.sent[0].get("Max-Forwards") == "70");
    CHECK(flow.sent[0].get("Route") == "<sip:r;lr>");
    flow.executor.advance(31s);
    CHECK(flow.said() == Said{"MESSAGE"});  // W2-05
    CHECK(flow.responses.empty());
    flow.answer(200);
    CHECK(flow.responses == Said{"200"});
    flow.answer(200);
    flow.executor.advance(60s);
    CHECK(flow.responses == Said{"200"});
}

TEST_CASE("W2-05, RFC 3261 17.1.2.2: timer F gives a local 408 once") {
    ReliableFlow flow;
    flow.request("MESSAGE");
    flow.executor.advance(32s);
    CHECK(flow.responses == Said{"408 local"});
    flow.answer(200);
    CHECK(flow.responses == Said{"408 local"});
}

TEST_CASE("W2-05, RFC 3261 17.1.1.2: timer B gives a local 408, and stops at the first provisional response") {
    ReliableFlow silent, slow;
    silent.request("INVITE");
    silent.executor.advance(32s);
    CHECK(silent.responses == Said{"408 local"});
    slow.request("INVITE");
    slow.answer(100);
    slow.executor.advance(60s);
    CHECK(slow.responses == Said{"100"});
}

TEST_CASE("RFC 3261 16.6, 16.8: timer C starts again with each 1xx above 100, then cancels, then 408") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.answer(100);
    flow.executor.advance(100s);
    flow.answer(180);
    flow.executor.advance(180s);
    flow.answer(180);
    flow.executor.advance(180s);
    CHECK(flow.said() == Said{"INVITE"});
    flow.executor.advance(1s);
    CHECK(flow.said() == Said{"INVITE", "CANCEL"});
    flow.executor.advance(32s);
    CHECK(flow.responses == Said{"100", "180", "180", "408 local"});
}

TEST_CASE("RFC 3261 16.6: a 100 does not start timer C again") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.executor.advance(10s);
    flow.answer(100);
    flow.executor.advance(171s);
    CHECK(flow.said() == Said{"INVITE", "CANCEL"});
}

TEST_CASE("RFC 3261 17.1.1.3: the layer acknowledges a failure itself, with the INVITE's Via and Route") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.answer(180);
    flow.answer(486);
    REQUIRE(flow.said() == Said{"INVITE", "ACK"});
    const auto& ack = flow.sent[1];
    CHECK(ack.get("Via") == flow.sent[0].get("Via"));
    CHECK(ack.get("Route") == "<sip:r;lr>");
    CHECK(ack.request_uri() == flow.sent[0].request_uri());
    CHECK(ack.to_tag() == "callee");
    CHECK(ack.get("CSeq") == "1 ACK");
    CHECK(flow.responses == Said{"180", "486"});
}

TEST_CASE("RFC 3261 13.2.2.4, RFC 6026: every 2xx to INVITE comes up; the ACK is a request of its own") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.answer(200);
    flow.answer(200);
    flow.answer(486);  // not after a 2xx
    CHECK(flow.responses == Said{"200", "200"});
    auto ack = ReliableFlow::from_client("ACK", "");
    ack.remove("Via");
    flow.layer->acknowledge(ack);
    CHECK(flow.said() == Said{"INVITE", "ACK"});
    CHECK(flow.sent[1].branch() != flow.sent[0].branch());
    CHECK_FALSE(flow.sent[1].branch().empty());
    flow.executor.advance(33s);
    flow.answer(200);
    CHECK(flow.responses == Said{"200", "200"});
}

TEST_CASE("RFC 3261 9.1: CANCEL waits for a provisional response; 487 comes back; its own 200 does not") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.client->cancel("SIP;cause=200");
    flow.client->cancel();
    CHECK(flow.said() == Said{"INVITE"});
    flow.answer(100);
    REQUIRE(flow.said() == Said{"INVITE", "CANCEL"});
    const auto& cancel = flow.sent[1];
    CHECK(cancel.get("Via") == flow.sent[0].get("Via"));
    CHECK(cancel.get("CSeq") == "1 CANCEL");
    CHECK(cancel.get("Reason") == "SIP;cause=200");
    CHECK(cancel.to_tag() == "");
    flow.answer(200, 1);
    flow.answer(487);
    CHECK(flow.responses == Said{"100", "487"});
    CHECK(flow.said() == Said{"INVITE", "CANCEL", "ACK"});
}

TEST_CASE("RFC 3261 9.1: no CANCEL after a final response, none for a non-INVITE, and a 2xx that crosses it counts") {
    ReliableFlow crossed, answered, message;
    crossed.request("INVITE");
    crossed.answer(180);
    crossed.client->cancel();
    crossed.answer(200);
    crossed.executor.advance(60s);
    CHECK(crossed.responses == Said{"180", "200"});
    answered.request("INVITE");
    answered.client->cancel();
    answered.answer(200);
    answered.client->cancel();
    CHECK(answered.said() == Said{"INVITE"});
    message.request("MESSAGE");
    message.client->cancel();
    message.answer(100);
    CHECK(message.said() == Said{"MESSAGE"});
}

TEST_CASE("RFC 3261 9.1: a cancelled INVITE without an answer ends with 408 after 64*T1") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.answer(180);
    flow.client->cancel();
    flow.answer(180);
    flow.executor.advance(32s);
    CHECK(flow.responses == Said{"180", "180", "408 local"});
}

TEST_CASE("RFC 3261 8.1.3.3, 17.1.3: responses with two Vias, of other branches or methods are dropped") {
    ReliableFlow flow;
    flow.request("INVITE");
    auto two = Message::response_to(flow.sent[0], 200);
    two.append("Via", "SIP/2.0/UDP x;branch=z9hG4bKx");
    flow.receive(std::move(two));
    auto other = Message::response_to(flow.sent[0], 200);
    other.set("Via", "SIP/2.0/WSS pcscf.example.com;branch=z9hG4bKother");
    flow.receive(std::move(other));
    auto method = Message::response_to(flow.sent[0], 200);
    method.set("CSeq", "1 BYE");
    method.set_method("BYE");
    flow.receive(std::move(method));
    CHECK(flow.responses.empty());
}

TEST_CASE("ClientTransaction: dropping it stops the callbacks, not the transaction") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.layer->receive(Message::response_to(flow.sent[0], 180));
    flow.client.reset();  // before the posted callback runs
    flow.executor.run();
    CHECK(flow.responses.empty());
    flow.answer(486);
    CHECK(flow.said() == Said{"INVITE", "ACK"});
    CHECK(flow.responses.empty());
}

TEST_CASE("flow_down: pending requests and later ones get a local 503, outside any call") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.layer->flow_down();
    CHECK(flow.responses.empty());
    flow.executor.run();
    CHECK(flow.responses == Said{"503 local"});
    flow.request("MESSAGE");
    CHECK(flow.responses == Said{"503 local", "503 local"});
    CHECK(flow.said() == Said{"INVITE"});
    flow.layer.reset();
    flow.client->cancel();
    flow.executor.advance(300s);
}

TEST_CASE("ReliableTransactions: gone with a request pending, nothing calls back") {
    ReliableFlow flow;
    flow.request("INVITE");
    flow.layer.reset();
    flow.executor.advance(300s);
    CHECK(flow.responses.empty());
    flow.client->cancel();
}

}  // namespace
}  // namespace wims::sip::test
