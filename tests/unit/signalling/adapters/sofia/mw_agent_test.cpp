// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "mw_peer.hpp"

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

/// A UDP port that takes everything and says nothing.
class Silence {
public:
    Silence() : fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    ~Silence() { close(fd_); }
    std::string uri() const { return "sip:nobody@127.0.0.1:" + std::to_string(port_); }

private:
    int fd_;
    int port_ = 0;
};

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
    Silence silence;
    MwPeer caller({20ms, 100ms});
    caller.send(make_request("INVITE", silence.uri()));
    caller.send(make_request("OPTIONS", silence.uri(), "c2"));
    CHECK(caller.saw("408 local", 2, 10s));
}

TEST_CASE("RFC 3261 8.1.3.1: a closed port gives a local 503, by UDP and TCP") {
    std::string uri;
    {
        const Silence gone;
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

TEST_CASE("MwAgent: what the parser would refuse never leaves; the role gets a local 400") {
    MwPeer caller, callee;
    auto request = make_request("OPTIONS", callee.uri());
    request.append("User-Agent", "one");
    request.append("User-Agent", "two");
    caller.send(request);
    REQUIRE(caller.saw("400 local"));
    CHECK(caller.host.counted("mw.outgoing_refused") == 1);
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
