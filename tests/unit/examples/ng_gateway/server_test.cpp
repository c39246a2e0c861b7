// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "asker.hpp"
#include "common/sdp/session_description.hpp"

using namespace wims;
using ng::bencode::Dictionary;
using ng::bencode::List;
using test::Asker;
using test::rtp_sdp;
using test::webrtc_sdp;

namespace {

constexpr const char* to_rtp = "RTP/AVP";
constexpr const char* to_webrtc = "UDP/TLS/RTP/SAVPF";

Dictionary offer(const std::string& from, const std::string& sdp, const char* transport, const std::string& to = "",
                 const std::string& branch = "") {
    Dictionary body{
        {"command", "offer"}, {"call-id", "call"}, {"from-tag", from}, {"sdp", sdp}, {"transport-protocol", transport}};
    if (!to.empty()) body.add("to-tag", to);
    if (!branch.empty()) body.add("via-branch", branch);
    return body;
}

Dictionary answer(const std::string& from, const std::string& to, const std::string& sdp,
                  const std::string& branch = "") {
    Dictionary body{{"command", "answer"}, {"call-id", "call"}, {"from-tag", from}, {"to-tag", to}, {"sdp", sdp}};
    if (!branch.empty()) body.add("via-branch", branch);
    return body;
}

Dictionary end(const std::string& from = "") {
    Dictionary body{{"command", "delete"}, {"call-id", "call"}};
    if (!from.empty()) body.add("from-tag", from);
    return body;
}

/// The one m-section of an answer that is ok.
sdp::MediaDescription media_of(const Dictionary& reply) {
    CAPTURE(reply.text("error-reason"));
    REQUIRE(reply.text("result") == "ok");
    auto description = sdp::parse(reply.text("sdp"));
    REQUIRE(description);
    REQUIRE(description->media.size() == 1);
    return description->media.front();
}

std::string reason(const Dictionary& reply) {
    CHECK(reply.text("result") == "error");
    return reply.text("error-reason");
}

}  // namespace

TEST_CASE("ng: ping, pong; no cookie, no answer; a broken message is told so") {
    Asker asker;
    CHECK(asker.ask({{"command", "ping"}}).text("result") == "pong");
    CHECK(asker.send("c l4:pinge").find("no bencoded dictionary") != std::string::npos);
    CHECK(reason(asker.ask({{"command", "start recording"}})).find("start recording") != std::string::npos);
}

TEST_CASE("ng: a WebRTC client calls an RTP phone") {
    Asker asker;
    const auto to_phone = media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    CHECK(to_phone.proto == "RTP/AVP");
    CHECK(to_phone.port >= 41000);
    CHECK_FALSE(to_phone.section.has("fingerprint"));
    CHECK_FALSE(to_phone.section.has("candidate"));
    const auto to_client = media_of(asker.ask(answer("a", "b", rtp_sdp())));
    CHECK(to_client.proto == "UDP/TLS/RTP/SAVPF");
    CHECK(to_client.port == asker.media().w3.port);
    CHECK(to_client.section.has("fingerprint"));
    CHECK(to_client.section.has("rtcp-mux"));
    CHECK(asker.media().contexts == 1);
    const auto ended = asker.ask(end("a"));
    CHECK(ended.text("result") == "ok");
    CHECK(ended.find("totals") != nullptr);
    CHECK(asker.media().contexts == 0);
    CHECK(asker.media().core_ports_free == 1000);
}

TEST_CASE("ng: an RTP phone calls a WebRTC client; the profile is named as asked") {
    Asker asker;
    const auto to_client = media_of(asker.ask(offer("a", rtp_sdp(), "RTP/SAVPF")));
    CHECK(to_client.proto == "RTP/SAVPF");
    CHECK(to_client.section.attribute("setup") == "actpass");
    const auto to_phone = media_of(asker.ask(answer("a", "b", webrtc_sdp("sendrecv", "active"))));
    CHECK(to_phone.proto == "RTP/AVP");
}

TEST_CASE("ng: hold and resume, from either side, in either direction of the call") {
    for (const bool webrtc_calls : {true, false}) {
        CAPTURE(webrtc_calls);
        Asker asker;
        const std::string client = webrtc_calls ? "a" : "b", phone = webrtc_calls ? "b" : "a";
        if (webrtc_calls) {
            media_of(asker.ask(offer(client, webrtc_sdp(), to_rtp)));
            media_of(asker.ask(answer(client, phone, rtp_sdp())));
        } else {
            media_of(asker.ask(offer(phone, rtp_sdp(), to_webrtc)));
            media_of(asker.ask(answer(phone, client, webrtc_sdp("sendrecv", "active"))));
        }
        for (const char* direction : {"sendonly", "inactive", "sendrecv"}) {
            const std::string reversed = std::string(direction) == "sendonly" ? "recvonly" : direction;
            CHECK(media_of(asker.ask(offer(phone, rtp_sdp(direction), to_webrtc, client))).section.has(direction));
            const auto back = media_of(asker.ask(answer(phone, client, webrtc_sdp(reversed, "active"))));
            CHECK(back.section.has(reversed));
            CHECK(media_of(asker.ask(offer(client, webrtc_sdp(direction), to_rtp, phone))).section.has(direction));
            CHECK(media_of(asker.ask(answer(client, phone, rtp_sdp(reversed)))).section.has(reversed));
        }
        CHECK(asker.media().contexts == 1);
    }
}

TEST_CASE("ng: an offer that comes again, after a 407 say, goes on with the same ports") {
    Asker asker;
    const auto first = media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    const auto again = media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    CHECK(again.port == first.port);
    CHECK(asker.media().contexts == 1);
}

TEST_CASE("ng: a datagram that comes again is answered as before and does nothing") {
    Asker asker;
    const auto datagram = ng::Message{"same", offer("a", webrtc_sdp(), to_rtp)}.to_string();
    const auto first = asker.send(datagram);
    CHECK(first.find("RTP/AVP") != std::string::npos);
    CHECK(asker.send(datagram) == first);
    CHECK(asker.media().contexts == 1);
    CHECK(asker.host().counted("ng.repeated") == 1);
}

TEST_CASE("ng: several phones answer one offer; whoever answered last is heard") {
    Asker asker;
    media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    media_of(asker.ask(answer("a", "b1", rtp_sdp("sendrecv", 4000))));
    media_of(asker.ask(answer("a", "b2", rtp_sdp("sendrecv", 4002))));
    media_of(asker.ask(answer("a", "b1", rtp_sdp("sendrecv", 4000))));
    CHECK(asker.media().contexts == 1);
    // Both may go on speaking of the call.
    CHECK(media_of(asker.ask(offer("b1", rtp_sdp("sendonly"), to_webrtc, "a"))).section.has("sendonly"));
    CHECK(asker.ask(end("a")).text("result") == "ok");
    CHECK(asker.media().contexts == 0);
}

TEST_CASE("ng: a via-branch is a fork with ports of its own, and is deleted alone") {
    Asker asker;
    const auto one = media_of(asker.ask(offer("a", rtp_sdp(), to_webrtc, "", "one")));
    const auto two = media_of(asker.ask(offer("a", rtp_sdp(), to_webrtc, "", "two")));
    CHECK(one.section.attribute("ice-ufrag") != two.section.attribute("ice-ufrag"));
    CHECK(asker.media().contexts == 2);
    auto remove = end("a");
    remove.add("via-branch", "one");
    CHECK(asker.ask(remove).text("result") == "ok");
    CHECK(asker.media().contexts == 1);
    media_of(asker.ask(answer("a", "b", webrtc_sdp("sendrecv", "active"), "two")));
    CHECK(asker.ask(end()).text("result") == "ok");
    CHECK(asker.media().contexts == 0);
}

TEST_CASE("ng: query and list say what there is") {
    Asker asker;
    media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    media_of(asker.ask(answer("a", "b", rtp_sdp())));
    const auto found = asker.ask({{"command", "query"}, {"call-id", "call"}});
    CHECK(found.text("result") == "ok");
    REQUIRE(found.find("tags"));
    CHECK(found.find("tags")->as<Dictionary>()->find("b") != nullptr);
    REQUIRE(found.find("totals"));
    CHECK(*found.find("totals")->as<Dictionary>()->find("RTP")->as<Dictionary>()->find("packets")->as<std::int64_t>() ==
          0);
    CHECK(*asker.ask({{"command", "list"}}).find("calls")->as<List>() == List{ng::bencode::Value("call")});
    CHECK(reason(asker.ask({{"command", "query"}, {"call-id", "other"}})) == "Unknown call-id");
}

TEST_CASE("ng: what cannot be served is refused by name, and nothing is left of it") {
    Asker asker;
    auto transcode = offer("a", webrtc_sdp(), to_rtp);
    transcode.add("flags", List{ng::bencode::Value("transcode-PCMU")});
    CHECK(reason(asker.ask(transcode)).find("transcode-PCMU") != std::string::npos);
    CHECK(reason(asker.ask(offer("a", webrtc_sdp(), to_webrtc))).find("UDP/TLS/RTP/SAVPF") != std::string::npos);
    CHECK(reason(asker.ask(offer("a", rtp_sdp(), to_rtp))).find("RTP/AVP") != std::string::npos);
    CHECK(reason(asker.ask(offer("a", "no sdp", to_rtp))) != "");
    CHECK(reason(asker.ask({{"command", "offer"}, {"call-id", "call"}, {"sdp", rtp_sdp()}})).find("from-tag") !=
          std::string::npos);
    CHECK(reason(asker.ask(answer("a", "b", rtp_sdp()))) == "Unknown call-id");
    CHECK(asker.ask(end("a")).text("warning") != "");
    CHECK(asker.media().contexts == 0);
    CHECK(asker.ask({{"command", "list"}}).find("calls")->as<List>()->empty());
}

TEST_CASE("ng: a bad answer or re-offer changes nothing") {
    Asker asker;
    media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    CHECK(reason(asker.ask(answer("a", "b", "no sdp"))) != "");
    media_of(asker.ask(answer("a", "b", rtp_sdp())));
    CHECK(reason(asker.ask(offer("b", "no sdp", to_webrtc, "a"))) != "");
    CHECK(media_of(asker.ask(offer("b", rtp_sdp("sendonly"), to_webrtc, "a"))).section.has("sendonly"));
}

TEST_CASE("ng: full, it says so as the asker wants to hear it") {
    Asker asker(1);
    media_of(asker.ask(offer("a", webrtc_sdp(), to_rtp)));
    auto more = offer("x", webrtc_sdp(), to_rtp);
    CHECK(reason(asker.ask(more)) != "");
    more.add("supports", List{ng::bencode::Value("load limit")});
    CHECK(asker.ask(more).text("result") == "load limit");
    CHECK(asker.media().contexts == 1);
}
