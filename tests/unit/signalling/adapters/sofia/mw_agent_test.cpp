// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <map>
#include <thread>

#include "mw_peer.hpp"
#include "udp_stranger.hpp"

namespace wims::sofia::test {
namespace {

/// ACK for `response` to the INVITE that make_request() made.
sip::Message ack_for(const sip::Message& response, const std::string& uri) {
    auto ack = make_request("ACK", uri, std::string(response.call_id()), static_cast<int>(response.cseq()));
    ack.set("To", std::string(response.get("To")));
    ack.remove("Contact");
    return ack;
}

void answer(const sip::ServerTransactionPtr& transaction, int status) {
    transaction->respond(sip::Message::response_to(transaction->request(), status));
}

TEST_CASE("RFC 3261 17.1.2, 17.2.2: REGISTER by UDP and TCP; header text arrives octet for octet") {
    for (const std::string transport : {"udp", "tcp"}) {
        CAPTURE(transport);
        MwPeer caller, callee;
        sip::Message got, response;
        callee.serve = [&](const sip::ServerTransactionPtr& t) {
            got = t->request();
            auto ok = sip::Message::response_to(t->request(), 200);
            ok.append("Service-Route", "<sip:orig@scscf.example.com;lr>");
            ok.append("P-Associated-URI", "<sip:a@example.com>");
            t->respond(std::move(ok));
        };
        auto request = make_request("REGISTER", "sip:example.com");
        request.set("From", "\"A  \\\" b\"   <sip:jd%72osen@example.com>;tag=a1;x=Y");
        request.append("X-lower-Case", "kept,  as is");
        request.append("Path", "<sip:token@127.0.0.1;lr>");
        caller.send(request, callee.uri(transport), [&](const sip::Message& r) { response = r; });
        REQUIRE(caller.saw("200"));
        CHECK(got.get("From") == request.get("From"));
        CHECK(got.get("X-lower-Case") == "kept,  as is");
        CHECK(got.request_uri() == "sip:example.com");
        CHECK(got.get("Via").find(transport == "udp" ? "SIP/2.0/UDP" : "SIP/2.0/TCP") == 0);
        CHECK(got.get("Max-Forwards") == "70");
        CHECK(response.get("From") == request.get("From"));
        CHECK_FALSE(response.to_tag().empty());
        CHECK(response.get("Service-Route") == "<sip:orig@scscf.example.com;lr>");
        CHECK(caller.host.counted("mw.register_out") == 1);
        CHECK(callee.host.counted("mw.register_in") == 1);
    }
}

TEST_CASE("RFC 3261 13, 17: INVITE, 100 at once, 180, 200, ACK, BYE, with bodies, by UDP and TCP") {
    for (const std::string transport : {"udp", "tcp"}) {
        CAPTURE(transport);
        MwPeer caller, callee;
        const std::string sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n" + std::string(3000, 'x') + "\r\n";
        std::string got;
        callee.serve = [&](const sip::ServerTransactionPtr& t) {
            if (t->request().method() == "INVITE") {
                got = t->request().body();
                answer(t, 180);
                auto ok = sip::Message::response_to(t->request(), 200);
                ok.set_body("application/sdp", sdp);
                t->respond(std::move(ok));
            } else if (t->request().method() == "BYE") {
                answer(t, 200);
            }
        };
        sip::Message ok;
        auto invite = make_request("INVITE", callee.uri(transport));
        invite.set_body("application/sdp", sdp);
        caller.send(invite, {}, [&](const sip::Message& r) { ok = r; });
        REQUIRE(caller.saw("200"));
        CHECK(caller.noted() == std::vector<std::string>{"100", "180", "200"});
        CHECK(got == sdp);
        CHECK(ok.body() == sdp);
        caller.run([&] { caller.agent().acknowledge(ack_for(ok, callee.uri(transport))); });
        REQUIRE(callee.saw("ACK"));
        auto bye = make_request("BYE", callee.uri(transport), "c1", 2);
        bye.set("To", std::string(ok.get("To")));
        caller.send(bye);
        CHECK(caller.saw("200", 2));
        CHECK(callee.host.counted("mw.invite_in") == 1);
        CHECK(callee.host.counted("mw.requests_refused") == 0);
    }
}

TEST_CASE("RFC 3261 13.3.1.4: the 2xx to INVITE is repeated until its ACK, and each copy reaches the caller's role") {
    for (const std::string transport : {"udp", "tcp"}) {
        CAPTURE(transport);
        MwPeer caller({50ms, 100ms}), callee({50ms, 100ms});
        callee.serve = [&](const sip::ServerTransactionPtr& t) {
            if (t->request().method() == "INVITE") answer(t, 200);
        };
        sip::Message ok;
        caller.send(make_request("INVITE", callee.uri(transport)), {}, [&](const sip::Message& r) { ok = r; });
        REQUIRE(caller.saw("200", 3));
        caller.run([&] { caller.agent().acknowledge(ack_for(ok, callee.uri(transport))); });
        REQUIRE(callee.saw("ACK"));
        caller.run([] {});
        const auto seen = caller.noted().size();
        std::this_thread::sleep_for(300ms);
        CHECK(caller.noted().size() <= seen + 1);  // one may have been under way
        CHECK(caller.host.counted("mw.responses_stray") == 0);
    }
}

TEST_CASE("RFC 3261 16.7, 13.3.1.4: a call forked to two of our users by a proxy: each 2xx ends with its own ACK") {
    MwPeer caller({20ms, 40ms}), callee({20ms, 40ms});
    callee.serve = [&](const sip::ServerTransactionPtr& t) {
        if (t->request().method() != "INVITE") return;
        t->on_cancel([&callee, uri = t->request().request_uri()] { callee.note("lost " + uri); });
        answer(t, 200);
    };
    std::map<std::string, sip::Message> answers;  // caller's thread
    for (const std::string user : {"sip:one@example.com", "sip:two@example.com"})
        caller.send(make_request("INVITE", user), callee.uri(), [&, user](const sip::Message& r) {
            if (r.status() == 200 && answers.emplace(user, r).second) caller.note("answer");
        });
    REQUIRE(caller.saw("answer", 2));
    caller.run([&] { caller.agent().acknowledge(ack_for(answers.at("sip:one@example.com"), callee.uri())); });
    REQUIRE(callee.saw("ACK"));
    CHECK(callee.saw("lost sip:two@example.com"));  // after 64*T1, as the other would be
    CHECK_FALSE(callee.saw("lost sip:one@example.com", 1, 100ms));
}

TEST_CASE("RFC 3261 13.3.1.4: a 2xx that is never acknowledged is told to the role after 64*T1") {
    MwPeer caller({10ms, 20ms}), callee({10ms, 20ms});
    callee.serve = [&](const sip::ServerTransactionPtr& t) {
        t->on_cancel([&] { callee.note("lost"); });
        answer(t, 200);
    };
    caller.send(make_request("INVITE", callee.uri()));
    REQUIRE(caller.saw("200", 2));
    CHECK(callee.saw("lost"));
    caller.drop_client();  // nobody listens: what still comes is stray, not a crash
}

TEST_CASE("RFC 3261 9.1, 9.2: CANCEL waits for a provisional response, is answered, and the 487 comes back") {
    MwPeer caller, callee;
    std::string reason;
    callee.serve = [&](const sip::ServerTransactionPtr& t) {
        t->on_cancel([&callee, weak = std::weak_ptr(t)] {
            callee.note("cancelled");
            if (const auto transaction = weak.lock()) answer(transaction, 487);
        });
        answer(t, 180);
    };
    caller.send(make_request("INVITE", callee.uri()));
    caller.cancel();
    REQUIRE(callee.saw("cancelled"));
    REQUIRE(caller.saw("487"));
    CHECK_FALSE(caller.saw("487 local", 1, 50ms));
}

TEST_CASE("RFC 3261 17.1.1.2: a silent peer gives a local 408 by timers B and F") {
    const UdpStranger silence;  // never answers
    MwPeer caller({20ms, 100ms});
    caller.send(make_request("INVITE", silence.uri()));
    caller.send(make_request("OPTIONS", silence.uri(), "c2"));
    CHECK(caller.saw("408 local", 2, 10s));
}

TEST_CASE("RFC 3261 8.1.3.1: a closed port gives a local 503, by UDP and TCP") {
    std::string uri;
    {
        const UdpStranger gone;
        uri = gone.uri();
    }
    MwPeer caller;
    caller.send(make_request("OPTIONS", uri + ";transport=udp"));
    CHECK(caller.saw("503 local"));
    caller.send(make_request("OPTIONS", uri + ";transport=tcp", "c2"));
    CHECK(caller.saw("503 local", 2));
}

TEST_CASE("RFC 3261 17.2: an unanswered request that the role drops gets 500; a refusal reaches the caller") {
    MwPeer caller, callee;
    callee.serve = [&](const sip::ServerTransactionPtr&) { callee.kept.clear(); };
    caller.send(make_request("INVITE", callee.uri()));
    REQUIRE(caller.saw("500"));
    callee.run([&] { callee.serve = [](const sip::ServerTransactionPtr& t) { answer(t, 503); }; });
    caller.send(make_request("OPTIONS", callee.uri(), "c2"));
    REQUIRE(caller.saw("503"));
    caller.send(make_request("INVITE", callee.uri(), "c3"));
    REQUIRE(caller.saw("503", 2));
    CHECK_FALSE(callee.saw("ACK", 1, 100ms));  // the ACK of a failure stays in the layer
}

TEST_CASE("RFC 3261 16.7, 13.3.1.4: a relayed 2xx goes out once; a repeated INVITE gets it again") {
    MwPeer proxy({50ms, 100ms});
    proxy.serve = [](const sip::ServerTransactionPtr& t) {
        t->relay(sip::Message::response_to(t->request(), 180));
        t->relay(sip::Message::response_to(t->request(), 200));
    };
    const UdpStranger caller;
    auto invite = make_request("INVITE", proxy.uri());
    invite.prepend("Via", "SIP/2.0/UDP 127.0.0.1:" + std::to_string(caller.port()) + ";branch=z9hG4bKone");
    caller.send(invite.to_text(), proxy.agent().local().port);
    REQUIRE_FALSE(caller.receive_one("SIP/2.0 200").empty());
    CHECK(caller.receive(300).empty());
    caller.send(invite.to_text(), proxy.agent().local().port);
    CHECK_FALSE(caller.receive_one("SIP/2.0 200").empty());
    CHECK(proxy.noted() == std::vector<std::string>{"INVITE"});
}

TEST_CASE("RFC 3261 13.2.2.4: a 2xx of another branch of the fork reaches the role; one without a call is stray") {
    MwPeer caller;
    const UdpStranger callee;
    sip::Message last;
    caller.send(make_request("INVITE", callee.uri()), {}, [&](const sip::Message& r) { last = r; });
    const auto invite = sip::parse(callee.receive_one("INVITE"));
    REQUIRE(invite);
    for (const std::string tag : {"one", "two"}) {
        auto ok = sip::Message::response_to(*invite, 200);
        ok.set("To", "<sip:bob@example.com>;tag=" + tag);
        callee.send(ok.to_text(), caller.agent().local().port);
        REQUIRE(caller.saw("200", tag == "one" ? 1 : 2));
        CHECK(last.to_tag() == tag);
    }
    auto foreign = sip::Message::response_to(*invite, 200);
    foreign.set("Call-ID", "somebody-else's");
    callee.send(foreign.to_text(), caller.agent().local().port);
    caller.drop_client();
    callee.send(sip::Message::response_to(*invite, 200).to_text(), caller.agent().local().port);
    CHECK_FALSE(caller.saw("200", 3, 200ms));
    CHECK(caller.host.counted("mw.responses_stray") == 2);
}

TEST_CASE("send_stateless: an ACK and a stray 2xx go on, each once, to where its next hop or its topmost Via says") {
    MwPeer proxy;
    const UdpStranger stranger;
    auto ack = make_request("ACK", "sip:bob@example.com");
    ack.append("Via", "SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKcaller");
    auto ok = sip::Message::response_to(ack, 200);
    ok.set("CSeq", "1 INVITE");
    ok.set("Via", "SIP/2.0/UDP 127.0.0.1:" + std::to_string(stranger.port()) + ";branch=z9hG4bKx");
    proxy.run([&] {
        proxy.agent().send_stateless(ack, stranger.uri());
        proxy.agent().send_stateless(ok, {});
    });
    const auto first = sip::parse(stranger.receive()), second = sip::parse(stranger.receive());
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->method() == "ACK");
    CHECK(first->all("Via").size() == 2);
    CHECK(second->status() == 200);
    CHECK(second->all("Via").size() == 1);
    CHECK(stranger.receive(700).empty());
}

TEST_CASE("MwAgent: the first Route decides the target, a given next hop before it") {
    MwPeer caller;
    const UdpStranger route, hop;
    auto request = make_request("OPTIONS", "sip:bob@192.0.2.1");
    request.append("Route", "<" + route.uri() + ";lr>");
    caller.send(request);
    const auto got = sip::parse(route.receive_one("OPTIONS"));
    REQUIRE(got);
    CHECK(got->request_uri() == "sip:bob@192.0.2.1");
    CHECK(got->all("Route").size() == 1);
    caller.send(request, hop.uri());
    CHECK_FALSE(hop.receive_one("OPTIONS").empty());
}

TEST_CASE("MwAgent: what the parser would refuse never leaves; the role gets a local 400") {
    MwPeer caller, callee;
    auto request = make_request("OPTIONS", callee.uri());
    request.append("User-Agent", "one");
    request.append("User-Agent", "two");
    caller.send(request);
    REQUIRE(caller.saw("400 local"));
    CHECK(caller.host.counted("mw.outgoing_refused") == 1);
}

TEST_CASE("MwAgent: Via and local() show the advertised address, the socket has the bound one") {
    MwPeer peer({}, {{"127.0.0.1", 0}, "192.0.2.9"});
    CHECK(peer.agent().local().ip == "192.0.2.9");
    REQUIRE(peer.agent().local().port != 0);
    const UdpStranger callee;
    peer.send(make_request("OPTIONS", callee.uri()));
    const auto options = sip::parse(callee.receive_one("OPTIONS"));
    REQUIRE(options);
    CHECK(options->get("Via").find("192.0.2.9:" + std::to_string(peer.agent().local().port)) != std::string::npos);
    callee.send(sip::Message::response_to(*options, 200).to_text(), peer.agent().local().port);
    CHECK(peer.saw("200"));
}

TEST_CASE("MwAgent: IPv6") {
    MwPeer caller({}, {{"::1", 0}, {}}), callee({}, {{"::1", 0}, {}});
    callee.serve = [](const sip::ServerTransactionPtr& t) { answer(t, 200); };
    caller.send(make_request("OPTIONS", "sip:peer@[::1]:" + std::to_string(callee.agent().local().port)));
    CHECK(caller.saw("200"));
}

TEST_CASE("MwAgent: an address in use is an io error; transactions may outlive their agent") {
    auto callee = std::make_unique<MwPeer>();
    MwPeer caller;
    caller.run([&] {
        RootThread other("other");
        other.run_and_wait([&] {
            wims::test::RecordingHost host;
            const auto port = callee->agent().local().port;
            const auto second = MwAgent::create(other, {{"127.0.0.1", port}, {}}, host, "test", host);
            REQUIRE_FALSE(second);
            CHECK(second.error().kind == ErrorKind::io);
        });
    });
    caller.send(make_request("INVITE", callee->uri()));
    REQUIRE(callee->saw("INVITE"));
    sip::ServerTransactionPtr outliving;
    callee->run([&] { outliving = callee->kept.front(); });
    callee.reset();
}

}  // namespace
}  // namespace wims::sofia::test
