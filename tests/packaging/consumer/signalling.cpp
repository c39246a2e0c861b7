// SPDX-License-Identifier: Apache-2.0
// The logic of a stranger's P-CSCF and I-CSCF: verify a token, rewrite an offer, look up an S-CSCF. Needs no adapter.
#include <wims/signalling/counters.hpp>
#include <wims/signalling/ims_alg.hpp>
#include <wims/signalling/static_location.hpp>
#include <wims/signalling/token_verifier.hpp>

#include "host.hpp"

using namespace wims;

namespace {

// A key and a token signed with it, for sip:bob@enterprise.example, good for ten minutes from 1800000000.
const char* const key_set =
    R"({"keys": [{"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1",)"
    R"( "x": "J-LcNpNj8slpvsJQqibJ8XK7QRHxXpN0PbeYonwW68Y", "y": "xvc0DpMPxa5MSQyf0gIAxnwwnnp3r3V7ZblAyV39K68"}]})";
const std::string token =
    "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL3d3c2YuZW50ZXJwcmlzZS5leGFtcGxlIiwi"
    "YXVkIjoiaW1zLm9wZXJhdG9yLmV4YW1wbGUiLCJzdWIiOiJzaXA6Ym9iQGVudGVycHJpc2UuZXhhbXBsZSIsIm9yaWdpbiI6Imh0dHBzOi8vYXBw"
    "LmVudGVycHJpc2UuZXhhbXBsZSIsInNjb3BlIjoiaW1zOnJlZ2lzdGVyIiwianRpIjoiMSIsImlhdCI6MTgwMDAwMDAwMCwiZXhwIjoxODAwMDAw"
    "NjAwfQ.tww0pdFvmXac4S4QWq5CeaB6schYWFcfXzyZJ0y0QdJ_wvlvMgO0xoh4tfxrtcCgkQtQmvMtjYtsnlZm5bcckA";

void verify_a_token(Host& host) {
    signalling::TokenVerifierConfig config;
    config.audience = "ims.operator.example";
    config.issuers.resize(1);
    config.issuers[0].issuer = "https://wwsf.enterprise.example";
    config.issuers[0].jwks = key_set;
    config.issuers[0].origins = {"https://app.enterprise.example"};
    config.issuers[0].domains = {"enterprise.example"};
    config.wall_clock = [] { return WallTime(std::chrono::seconds(1800000060)); };
    const auto verifier = take(signalling::make_token_verifier(config, host, host), "a verifier with one issuer");
    const auto verify = [&](std::string text) {
        return host.ask<w1::Token>([&](Deadline deadline, Completion<w1::Token> done) {
            verifier->verify({TrailId::create(), Secret(text), "https://app.enterprise.example"}, deadline,
                             std::move(done));
        });
    };
    expect(take(verify(token), "a good token").subject == "sip:bob@enterprise.example", "it says who Bob is");
    std::string forged = token;
    forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
    const auto refused = verify(forged);
    expect(!refused && refused.error().status == 401, "a forged one is refused with 401");
}

void rewrite_an_offer() {
    const std::string offer =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 54609 UDP/TLS/RTP/SAVPF 111 8\r\n"
        "c=IN IP4 203.0.113.141\r\na=ice-ufrag:aB3d\r\na=ice-pwd:asd88fgpdd777uzjYhagZg1a\r\n"
        "a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:"
        "E6:0F\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
        "a=rtpmap:8 PCMA/8000\r\n";
    ims_alg::Negotiation call{ims_alg::Policy{}};
    const auto plan = take(call.offer(ims_alg::Side::access, offer), "a browser's offer");
    expect(plan.streams.size() == 1 && plan.access_remote, "one stream, and a WIC to answer with ICE and DTLS");
    iq::Reserved reserved;
    reserved.context = 1;
    reserved.core = {{0, {"198.51.100.9", 30000}, {"198.51.100.9", 30001}}};
    call.reserved(reserved);
    const std::string core = call.forwarded_offer();
    expect(core.find("m=audio 30000 RTP/AVP") != std::string::npos, "the core is offered RTP at the gateway");
    expect(core.find("ice-") == std::string::npos && core.find("fingerprint") == std::string::npos,
           "and nothing of WebRTC");
    const auto refused = call.answer(ims_alg::Side::core, "nonsense");
    expect(!refused, "an answer that is no SDP is refused");
}

void find_an_s_cscf(Host& host) {
    const auto directory =
        take(signalling::make_static_location({{"sip:w1-!.*!@webrtc.operator.example", "sip:192.0.2.7:5060"}}),
             "a table for Cx");
    const auto answer =
        host.ask<cx::LocationInfoAnswer>([&](Deadline deadline, Completion<cx::LocationInfoAnswer> done) {
            directory->locate({TrailId::create(), "sip:w1-000001@webrtc.operator.example"}, deadline, std::move(done));
        });
    expect(take(answer, "an IMPU of the block").server_name == "sip:192.0.2.7:5060", "its S-CSCF");
}

}  // namespace

int main() {
    std::cout << "webrtc-ims " << version() << '\n';
    Host host;
    verify_a_token(host);
    rewrite_an_offer();
    find_an_s_cscf(host);
    expect(signalling::name_of(signalling::Counter::sdp_malformed) == "alg.sdp_malformed", "counters have names");
}
