// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "unit/signalling/iwf/edge.hpp"

using namespace wims;
using namespace std::chrono_literals;
using test::ClientFrame;
using test::Edge;
using test::Wic;

namespace {

std::string frame(unsigned opcode, std::string payload, bool fin) {
    return ClientFrame{opcode, std::move(payload), fin}.octets();
}

}  // namespace

TEST_CASE("W2-02 W2-03: messages reach the P-CSCF whole and in order, as text, binary and fragments") {
    Edge edge;
    Wic wic(edge);
    const auto& sip = test::options_request;
    wic.send(test::text(sip + "1"));
    wic.send(test::binary(sip + "\xe4"));
    wic.send(frame(1, sip.substr(0, 10), false) + test::ping("between") + frame(0, sip.substr(10, 5), false) +
             frame(0, sip.substr(15), true));
    const std::string long_one = sip + std::string(60000, 'x');
    wic.send(test::text(long_one));
    REQUIRE(edge.p_cscf.wait<iwf::Sip>(4));
    const auto up = edge.p_cscf.wait<iwf::Up>();
    CHECK(edge.p_cscf.wait<iwf::Sip>(1)->message == sip + "1");
    CHECK(edge.p_cscf.wait<iwf::Sip>(2)->message == sip + "\xe4");
    CHECK(edge.p_cscf.wait<iwf::Sip>(3)->message == sip);
    CHECK(edge.p_cscf.wait<iwf::Sip>(4)->message == long_one);
    CHECK(edge.p_cscf.wait<iwf::Sip>(4)->flow == up->flow);
    const auto pong = wic.next();
    CHECK(pong.opcode == 10);
    CHECK(pong.payload == "between");
    CHECK(edge.host.counted("w2.messages_in") == 4);
}

TEST_CASE("W2-02 W2-07: messages of the P-CSCF leave on the flow they name, as text or binary") {
    Edge edge;
    Wic one(edge);
    const auto first = edge.p_cscf.wait<iwf::Up>(1);
    Wic two(edge);
    const auto second = edge.p_cscf.wait<iwf::Up>(2);
    REQUIRE(second);
    CHECK(first->flow != second->flow);
    edge.iwf->send(iwf::Sip{second->flow, "SIP/2.0 200 \xc3\xa4\r\n\r\n"});
    edge.iwf->send(iwf::Sip{first->flow, "SIP/2.0 200 \xe4\r\n\r\n"});
    auto got = two.next();
    CHECK(got.opcode == 1);
    CHECK(got.payload == "SIP/2.0 200 \xc3\xa4\r\n\r\n");
    got = one.next();
    CHECK(got.opcode == 2);
    CHECK(got.payload == "SIP/2.0 200 \xe4\r\n\r\n");
    CHECK(edge.host.counted("w2.messages_out") == 2);
}

TEST_CASE("trail ids of the registrations and calls that a flow carries are in the IWF's log") {
    Edge edge;
    Wic wic(edge);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    const auto trail = TrailId::create();
    edge.iwf->send(iwf::Carries{up->flow, trail});
    CHECK(edge.settles([&] {
        for (const auto& line : edge.host.lines())
            if (line.trail == trail.hex() && line.entity == "iwf" && line.fields.at("flow_trail") == up->trail.hex())
                return true;
        return false;
    }));
}

TEST_CASE("W2-07: frames for flows that are gone, of another node or another life are dropped and counted") {
    Edge edge;
    auto wic = std::make_unique<Wic>(edge);
    const auto flow = edge.p_cscf.wait<iwf::Up>()->flow;
    wic.reset();
    REQUIRE(edge.p_cscf.wait<iwf::Down>());
    for (auto id : {flow, iwf::FlowId{flow.node + 1, flow.boot, 1}, iwf::FlowId{flow.node, flow.boot + 1, 1},
                    iwf::FlowId{flow.node, flow.boot, 0}, iwf::FlowId{flow.node, flow.boot, 99}}) {
        edge.iwf->send(iwf::Sip{id, test::options_request});
        edge.iwf->send(iwf::Close{id, 1000, ""});
    }
    CHECK(edge.settles([&] { return edge.host.counted("w2.frames_for_nobody") == 10; }));
    CHECK(edge.p_cscf.count<iwf::Down>() == 1);
}

TEST_CASE("W2-10: keep-alives are answered at the edge and go no further") {
    Edge edge;
    Wic wic(edge);
    wic.send(test::text("\r\n\r\n"));
    auto answer = wic.next();
    CHECK(answer.opcode == 1);
    CHECK(answer.payload == "\r\n");
    wic.send(test::ping("p"));
    answer = wic.next();
    CHECK(answer.opcode == 10);
    CHECK(answer.payload == "p");
    wic.send(test::text("\r\n"));  // a client's answer: nothing follows
    wic.send(test::text(test::options_request));
    REQUIRE(edge.p_cscf.wait<iwf::Sip>());
    CHECK(edge.p_cscf.count<iwf::Sip>() == 1);
}

TEST_CASE("E04: what ends a flow, with which code, counted, and Down once") {
    struct Row {
        const char* what;
        std::string octets;
        int code;
        const char* counter;
    };
    const Row rows[] = {
        {"unmasked", ClientFrame{1, "a", true, false}.octets(), 1002, "w2.frames_malformed"},
        {"bad UTF-8", test::text("SIP/2.0 \xc3\x28"), 1007, "w2.text_not_utf8"},
        {"over the limit", test::text(std::string(65537, 'x')), 1009, "w2.message_too_big"},
        {"far over the limit", test::text(std::string(3u << 20, 'x')), 1009, "w2.message_too_big"},
        {"over the limit in fragments", frame(1, std::string(65536, 'x'), false) + frame(0, "x", true), 1009,
         "w2.message_too_big"},
        {"reserved bit", ClientFrame{1, "a", true, true, 4}.octets(), 1002, "w2.frames_malformed"},
        {"close of one octet", frame(8, "\x03", true), 1002, "w2.frames_malformed"},
    };
    Edge edge;
    std::size_t n = 0;
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        ++n;
        const auto before = edge.host.counted(row.counter);
        Wic wic(edge);
        REQUIRE(wic.open());
        wic.send(row.octets);
        CHECK(wic.close_code() == row.code);
        CHECK(wic.tls.ended());
        CHECK(edge.host.counted(row.counter) == before + 1);
        REQUIRE(edge.p_cscf.wait<iwf::Down>(n));
    }
    CHECK(edge.empties());
    CHECK(edge.p_cscf.count<iwf::Down>() == n);
    CHECK(edge.p_cscf.count<iwf::Sip>() == 0);
}

TEST_CASE("E05: messages that are no SIP get no reply, and the third ends the flow") {
    Edge edge;
    Wic wic(edge);
    wic.send(test::text("hello"));
    wic.send(test::text(test::options_request));
    wic.send(test::text("{\"json\":true}"));
    CHECK(edge.p_cscf.wait<iwf::Sip>());
    CHECK(edge.iwf->health().flows == 1);
    wic.send(test::text("GET / HTTP/1.1\r\n\r\n"));
    const auto first = wic.next();
    CHECK(first.opcode == 8);
    CHECK(first.code() == 1002);
    CHECK(edge.host.counted("w2.message_refused") == 3);
    CHECK(edge.host.counted("w2.flows_not_sip") == 1);
    CHECK(edge.p_cscf.wait<iwf::Down>());
    CHECK(edge.p_cscf.count<iwf::Sip>() == 1);
}

TEST_CASE("W2: closing, from either end") {
    Edge edge;
    {
        Wic wic(edge);
        wic.send(test::close_frame(1000, "bye"));
        CHECK(wic.close_code() == 1000);
        CHECK(wic.tls.ended());
        CHECK(edge.p_cscf.wait<iwf::Down>(1)->reason == "closed by the client, 1000");
    }
    {
        Wic wic(edge);
        const auto up = edge.p_cscf.wait<iwf::Up>(2);
        REQUIRE(up);
        edge.iwf->send(iwf::Sip{up->flow, "SIP/2.0 400 Bad Request\r\n\r\n"});
        edge.iwf->send(iwf::Close{up->flow, 1008, "enough"});
        CHECK(wic.next().payload == "SIP/2.0 400 Bad Request\r\n\r\n");
        const auto close = wic.next();
        CHECK(close.code() == 1008);
        CHECK(close.payload.substr(2) == "enough");
        CHECK(edge.p_cscf.wait<iwf::Down>(2)->flow == up->flow);
    }
    {
        Wic wic(edge);
        REQUIRE(edge.p_cscf.wait<iwf::Up>(3));
        wic.tls.reset();
        CHECK(edge.p_cscf.wait<iwf::Down>(3));
    }
    CHECK(edge.empties());
    CHECK(edge.p_cscf.count<iwf::Down>() == 3);
}

TEST_CASE("W2: a last message that comes with the socket's close in one read is forwarded before Down") {
    Edge edge;
    for (std::size_t n = 1; n <= 20; ++n) {
        {
            Wic wic(edge);
            wic.send(test::text(test::options_request) + test::close_frame(1001));
        }
        REQUIRE(edge.p_cscf.wait<iwf::Down>(n));
    }
    std::string order;
    for (const auto& f : edge.p_cscf.frames()) {
        if (std::holds_alternative<iwf::Up>(f)) order += 'u';
        if (std::holds_alternative<iwf::Sip>(f)) order += 's';
        if (std::holds_alternative<iwf::Down>(f)) order += 'd';
    }
    std::string expected;
    for (int n = 0; n < 20; ++n) expected += "usd";
    CHECK(order == expected);
}

TEST_CASE("EPC-18: no octet of a message is in the log") {
    Edge edge;
    Wic wic(edge);
    const std::string token = "eyJhbGciOiJFUzI1NiJ9.secret";
    wic.send(test::text("REGISTER sip:a SIP/2.0\r\nAuthorization: Bearer " + token + "\r\n\r\n"));
    for (int i = 0; i < 3; ++i) wic.send(test::text("Bearer " + token));
    REQUIRE(edge.p_cscf.wait<iwf::Down>());
    CHECK_FALSE(edge.host.said(token));
}
