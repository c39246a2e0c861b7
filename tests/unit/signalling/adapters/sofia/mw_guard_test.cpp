// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <iterator>
#include <random>
#include <thread>

#include "mw_peer.hpp"
#include "tcp_stranger.hpp"
#include "udp_stranger.hpp"

namespace wims::sofia::test {
namespace {

/// A request of the stranger's as text, with `extra` header lines.
std::string raw_request(const UdpStranger& from, const std::string& method, int number, const std::string& extra = {}) {
    return method + " sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + std::to_string(from.port()) +
           ";branch=z9hG4bKs" + std::to_string(number) + "\r\nFrom: <sip:s@example.com>;tag=s\r\n" +
           "To: <sip:t@example.com>\r\nCall-ID: raw-" + std::to_string(number) + "\r\nCSeq: 1 " + method +
           "\r\nMax-Forwards: 70\r\n" + extra + "Content-Length: 0\r\n\r\n";
}

/// A response to `request` as text: its Via, From, To, Call-ID and CSeq, then `extra`.
std::string raw_response(const std::string& request, const std::string& status, const std::string& extra = {}) {
    const auto parsed = sip::parse(request);
    REQUIRE(parsed);
    auto response = sip::Message::response_to(*parsed, 200);
    if (response.to_tag().empty()) response.set("To", std::string(response.get("To")) + ";tag=stranger");
    auto text = response.to_text();
    text.replace(0, text.find("\r\n"), "SIP/2.0 " + status);
    return text.insert(text.find("\r\n") + 2, extra);
}

bool answers(MwPeer& peer, const UdpStranger& stranger, int number) {
    stranger.send(raw_request(stranger, "OPTIONS", number), peer.agent().local().port);
    for (int i = 0; i < 5000; ++i) {
        const auto got = stranger.receive(5000);
        if (got.empty()) return false;
        if (got.find("raw-" + std::to_string(number) + "\r\n") != std::string::npos)
            return got.rfind("SIP/2.0 200 ", 0) == 0;
    }
    return false;
}

void serve_ok(MwPeer& peer) {
    peer.serve = [&peer](const sip::ServerTransactionPtr& t) {
        t->respond(sip::Message::response_to(t->request(), 200));
        peer.kept.clear();
    };
}

const std::vector<std::string> single_headers = {"User-Agent: a",
                                                 "Date: Sat, 21 Nov 2026 22:00:00 GMT",
                                                 "Subject: a",
                                                 "Max-Forwards: 69",
                                                 "Privacy: id",
                                                 "Timestamp: 1",
                                                 "Refer-To: <sip:a@example.com>",
                                                 "Organization: a",
                                                 "MIME-Version: 1.0",
                                                 "Expires: 5",
                                                 "From: <sip:a@example.com>;tag=2",
                                                 "Call-ID: other",
                                                 "CSeq: 1 INVITE",
                                                 "Content-Length: 0"};

TEST_CASE("Guard K1, E06: a second copy of a single-valued header gets 400, and the agent lives") {
    MwPeer peer;
    serve_ok(peer);
    const UdpStranger stranger;
    int number = 0;
    for (const auto& header : single_headers) {
        CAPTURE(header);
        stranger.send(raw_request(stranger, "INVITE", ++number, header + "\r\n" + header + "\r\n"),
                      peer.agent().local().port);
        CHECK(stranger.receive().rfind("SIP/2.0 400 ", 0) == 0);
    }
    CHECK(answers(peer, stranger, 1000));
    peer.run([] {});
    CHECK(peer.noted() == std::vector<std::string>{"OPTIONS"});
    CHECK(peer.host.counted("mw.requests_refused") > 0);
}

TEST_CASE("Guard K1: a response with such a copy becomes a local 502, and the agent lives") {
    MwPeer peer({100ms, 400ms});
    const UdpStranger stranger;
    int number = 0;
    for (const auto& header : {"User-Agent: a", "Server: a", "Subject: a", "Timestamp: 1", "Organization: a"}) {
        CAPTURE(header);
        peer.send(make_request("INVITE", stranger.uri(), "k1-" + std::to_string(++number)));
        const auto invite = stranger.receive_one("INVITE");
        REQUIRE_FALSE(invite.empty());
        const auto twice = std::string(header) + "\r\n" + header + "\r\n";
        stranger.send(raw_response(invite, "180 Ringing", twice), peer.agent().local().port);
        stranger.send(raw_response(invite, "200 OK", twice), peer.agent().local().port);
        CHECK(peer.saw("502 local", number));
    }
    CHECK(peer.host.counted("mw.responses_refused") >= 10);
    CHECK_FALSE(peer.saw("180", 1, 0ms));
}

TEST_CASE("Guard K2, RFC 3261 9.1: no CANCEL before a provisional response, whoever answers one early") {
    MwPeer peer({100ms, 400ms});
    const UdpStranger stranger;
    peer.send(make_request("INVITE", stranger.uri(), "k2"));
    const auto invite = stranger.receive_one("INVITE");
    peer.cancel();
    CHECK(stranger.receive_one("CANCEL", 250).empty());
    // The answer to a CANCEL that was never sent: what stops an agent that let nta delay it.
    auto early = raw_response(invite, "200 OK");
    early.replace(early.find("CSeq: 1 INVITE"), 14, "CSeq: 1 CANCEL");
    stranger.send(early, peer.agent().local().port);
    stranger.send(raw_response(invite, "180 Ringing"), peer.agent().local().port);
    const auto cancel = stranger.receive_one("CANCEL");
    REQUIRE_FALSE(cancel.empty());
    CHECK(cancel.find("Reason: SIP;cause=200") != std::string::npos);
    stranger.send(raw_response(cancel, "200 OK"), peer.agent().local().port);
    stranger.send(raw_response(cancel, "200 OK"), peer.agent().local().port);
    stranger.send(raw_response(invite, "487 Request Terminated"), peer.agent().local().port);
    CHECK_FALSE(stranger.receive_one("ACK").empty());
    CHECK(peer.saw("487"));
}

TEST_CASE("Guard K3: a failure that is never acknowledged ends without a callback on nothing (timer H)") {
    MwPeer peer({5ms, 20ms});
    peer.serve = [](const sip::ServerTransactionPtr& t) {
        t->respond(sip::Message::response_to(t->request(), t->request().method() == "INVITE" ? 486 : 200));
    };
    const UdpStranger stranger;
    stranger.send(raw_request(stranger, "INVITE", 1), peer.agent().local().port);
    REQUIRE_FALSE(stranger.receive_one("SIP/2.0 486").empty());
    std::this_thread::sleep_for(600ms);  // past 64*T1
    CHECK(answers(peer, stranger, 2));
}

TEST_CASE("Guard K3: an INVITE that a role keeps while its caller is gone") {
    MwPeer peer({5ms, 20ms});
    peer.serve = [](const sip::ServerTransactionPtr& t) {
        if (t->request().method() == "OPTIONS") t->respond(sip::Message::response_to(t->request(), 200));
    };
    {
        const UdpStranger gone;
        gone.send(raw_request(gone, "INVITE", 1), peer.agent().local().port);
        REQUIRE(peer.saw("INVITE"));
    }
    peer.run([&] {
        peer.kept.front()->respond(sip::Message::response_to(peer.kept.front()->request(), 180));
        peer.kept.front()->respond(sip::Message::response_to(peer.kept.front()->request(), 200));
    });
    std::this_thread::sleep_for(500ms);
    const UdpStranger stranger;
    CHECK(answers(peer, stranger, 2));
}

TEST_CASE("Guard K4: ACKs for an INVITE that is over, that failed, and that never was") {
    MwPeer peer({5ms, 20ms});
    peer.serve = [](const sip::ServerTransactionPtr& t) {
        const int status = t->request().method() == "INVITE" ? 486 : 200;
        t->respond(sip::Message::response_to(t->request(), status));
    };
    const UdpStranger stranger;
    for (int number = 1; number < 4; ++number) {
        if (number != 3) stranger.send(raw_request(stranger, "INVITE", number), peer.agent().local().port);
        if (number != 3) REQUIRE_FALSE(stranger.receive_one("SIP/2.0 486").empty());
        if (number == 2) std::this_thread::sleep_for(600ms);
        for (int copy = 0; copy < 3; ++copy)
            stranger.send(raw_request(stranger, "ACK", number), peer.agent().local().port);
    }
    CHECK(answers(peer, stranger, 1000));
}

TEST_CASE("E06, E10: bad requests on Mw get their status, by UDP") {
    struct Case {
        std::string from, to, status;
    };
    const std::vector<Case> cases = {
        {"CSeq: 1 OPTIONS", "CSeq: 1 INVITE", "400"},
        {"Max-Forwards: 70", "Max-Forwards: 700", "400"},
        {"Max-Forwards: 70", "Max-Forwards: x", "400"},
        {"sip:x@127.0.0.1", "sip:x@127.0.0.1:99999", "400"},
        {"sip:x@127.0.0.1", "http://example.com/", "416"},
        {"SIP/2.0\r\nVia", "SIP/3.0\r\nVia", "505"},
        {"To: <sip:t@example.com>", "To: \"open <sip:t@example.com>", "400"},
        {"Call-ID: raw", "Call-ID: a b", "400"},
        {"Content-Length: 0", "Content-Length: 1", "400"},
        {"Content-Length: 0", "Contact: <sip:a@b>, , <sip:c@d>\r\nContent-Length: 0", "400"},
    };
    MwPeer peer;
    serve_ok(peer);
    const UdpStranger stranger;
    int number = 0;
    for (const auto& c : cases) {
        CAPTURE(c.to);
        auto text = raw_request(stranger, "OPTIONS", ++number);
        text.replace(text.find(c.from), c.from.size(), c.to);
        stranger.send(text, peer.agent().local().port);
        CHECK(stranger.receive().rfind("SIP/2.0 " + c.status, 0) == 0);
    }
    CHECK(answers(peer, stranger, 1000));
    peer.run([] {});
    CHECK(peer.noted() == std::vector<std::string>{"OPTIONS"});
}

/// Octets changed, lines doubled, dropped, swapped, or replaced by odd ones.
std::string mutated(std::string text, std::mt19937& random) {
    static const std::vector<std::string> odd = {"Via: SIP/2.0/UDP ;branch=",
                                                 "Via: SIP/2.0/WSS a.invalid",
                                                 "CSeq: 99999999999 INVITE",
                                                 "Content-Length: -1",
                                                 "Content-Length: 4294967297",
                                                 "Route: <sip:a;lr",
                                                 "Contact: *, *",
                                                 "From: tag",
                                                 "To: <sip:>",
                                                 "Max-Forwards: 256",
                                                 "Require: ,,,",
                                                 "Timestamp: 1.1.1",
                                                 "Session-Expires: x;refresher=",
                                                 "Event: ;id",
                                                 "RAck: 1 1",
                                                 "Accept: /;q=2",
                                                 "Warning: 1",
                                                 "Retry-After: (",
                                                 "P-Asserted-Identity: <<>>",
                                                 "Refer-To: <>",
                                                 "Replaces: ;",
                                                 "Date: yesterday",
                                                 "Content-Type: ;",
                                                 "Reason: ;;",
                                                 "Authorization: Digest",
                                                 "Record-Route: <sip:%zz@a>",
                                                 "Privacy: ;;;",
                                                 "k: \"",
                                                 " continued",
                                                 ": nothing",
                                                 "\t"};
    const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % std::max<std::size_t>(n, 1)); };
    for (auto times = 1 + pick(4); times > 0 && !text.empty(); --times) {
        const auto at = pick(text.size());
        const auto line = text.rfind("\r\n", at);
        const auto start = line == std::string::npos ? 0 : line + 2;
        const auto end = std::min(text.find("\r\n", at), text.size() - 1);
        const auto content = start < end ? text.substr(start, end - start) : std::string();
        switch (pick(7)) {
            case 0: text[at] = static_cast<char>(random()); break;
            case 1: text.erase(at, 1 + pick(10)); break;
            case 2: text.insert(at, 1 + pick(300), static_cast<char>(random())); break;
            case 3: text.insert(start, content + "\r\n"); break;
            case 4: text.erase(start, content.size() + 2); break;
            case 5: text.replace(start, content.size(), odd[pick(odd.size())]); break;
            default: text.resize(at); break;
        }
    }
    return text;
}

TEST_CASE("Guard: 1,500 mutated requests by UDP, and the agent still answers") {
    MwPeer peer({5ms, 20ms});
    serve_ok(peer);
    const UdpStranger stranger;
    std::mt19937 random(20261121);
    for (int number = 1; number <= 1500; ++number) {
        const auto* method = number % 3 == 0 ? "INVITE" : (number % 3 == 1 ? "REGISTER" : "MESSAGE");
        const auto valid =
            raw_request(stranger, method, number,
                        "Contact: <sip:s@127.0.0.1>;expires=60\r\nUser-Agent: a\r\nSupported: path, gruu\r\n"
                        "Route: <sip:127.0.0.1;lr>\r\nP-Asserted-Identity: \"a\" <sip:a@example.com>\r\n");
        stranger.send(mutated(valid, random), peer.agent().local().port);
        while (number % 20 == 0 && !stranger.receive(20).empty()) {
        }
        if (number % 250 == 0) REQUIRE(answers(peer, stranger, 100'000 + number));
    }
    CHECK(peer.host.counted("mw.requests_refused") > 100);
}

TEST_CASE("Guard: 500 mutated responses to INVITEs by UDP, and the agent still calls and answers") {
    MwPeer peer({5ms, 20ms});
    const UdpStranger stranger, other;
    std::mt19937 random(42);
    for (int number = 1; number <= 500; ++number) {
        peer.send(make_request("INVITE", stranger.uri(), "mutated-" + std::to_string(number)));
        const auto invite = stranger.receive_one("INVITE", 1000);
        REQUIRE_FALSE(invite.empty());
        if (number % 2 == 0) stranger.send(raw_response(invite, "183 Session Progress"), peer.agent().local().port);
        if (number % 5 == 0) peer.cancel();
        const auto answer = raw_response(invite, number % 3 == 0 ? "404 Not Found" : "200 OK",
                                         "Contact: <sip:s@127.0.0.1>\r\nServer: a\r\nRecord-Route: <sip:a@b;lr>\r\n");
        for (int copy = 0; copy < 3; ++copy) stranger.send(mutated(answer, random), peer.agent().local().port);
        if (number % 50 == 0) peer.drop_client();
    }
    CHECK(peer.host.counted("mw.responses_refused") > 50);
    peer.run([&] { serve_ok(peer); });
    CHECK(answers(peer, other, 7));
}

TEST_CASE("Guard: 200 TCP connections with a mutated request each, and the agent still answers") {
    MwPeer peer({5ms, 20ms});
    serve_ok(peer);
    const UdpStranger stranger;
    std::mt19937 random(5);
    for (int number = 1; number <= 200; ++number) {
        auto valid = raw_request(stranger, "REGISTER", number, "User-Agent: a\r\nContact: <sip:s@127.0.0.1>\r\n");
        valid.replace(valid.find("/UDP"), 4, "/TCP");
        TcpStranger connection(peer.agent().local().port);
        connection.send(mutated(valid, random) + valid);
    }
    CHECK(answers(peer, stranger, 1000));
    TcpStranger connection(peer.agent().local().port);
    auto valid = raw_request(stranger, "REGISTER", 2000);
    valid.replace(valid.find("/UDP"), 4, "/TCP");
    connection.send(valid);
    CHECK(connection.receive().rfind("SIP/2.0 200 ", 0) == 0);
}

TEST_CASE("Guard: TCP connections that sent what is no SIP are given back after a while, whoever closes first") {
    MwPeer peer({2ms, 8ms});
    serve_ok(peer);
    const auto descriptors = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                             std::filesystem::directory_iterator());
    };
    const auto before = descriptors();
    for (int i = 0; i < 20; ++i) {
        const TcpStranger connection(peer.agent().local().port);
        connection.send("hello world\r\n\r\n");
    }
    const UdpStranger stranger;
    CHECK(answers(peer, stranger, 1));
    std::this_thread::sleep_for(100ms);
    CHECK(descriptors() > before + 10);  // sofia still has them
    for (int i = 0; i < 500 && descriptors() > before + 1; ++i) std::this_thread::sleep_for(10ms);
    CHECK(descriptors() <= before + 1);  // and the stranger's own
    CHECK(answers(peer, stranger, 2));
}

}  // namespace
}  // namespace wims::sofia::test
