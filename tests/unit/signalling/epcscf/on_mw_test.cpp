// SPDX-License-Identifier: Apache-2.0
// All that a P-CSCF says on Mw, looked at as a whole.
#include <algorithm>
#include <set>

#include "call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// ALG-10, from the requirements.
constexpr std::string_view never_on_core[] = {"a=group",
                                              "a=mid",
                                              "a=bundle-only",
                                              "a=rtcp-mux",
                                              "a=rtcp-rsize",
                                              "a=ice-",
                                              "a=candidate",
                                              "a=remote-candidates",
                                              "a=end-of-candidates",
                                              "a=fingerprint",
                                              "a=setup",
                                              "a=tls-id",
                                              "a=msid",
                                              "a=ssrc",
                                              "a=rid",
                                              "a=simulcast",
                                              "a=extmap",
                                              "a=rtcp-fb",
                                              "a=sctp",
                                              "a=max-message-size",
                                              "a=dcmap",
                                              "a=dcsa",
                                              "a=crypto",
                                              "UDP/TLS",
                                              "SAVP"};

/// Registered header fields that a P-CSCF has reason to send. (EPC-20)
constexpr std::string_view standard[] = {"Accept",
                                         "Allow",
                                         "Authorization",
                                         "Call-ID",
                                         "Contact",
                                         "Content-Length",
                                         "Content-Type",
                                         "CSeq",
                                         "From",
                                         "Max-Forwards",
                                         "P-Access-Network-Info",
                                         "P-Asserted-Identity",
                                         "P-Charging-Vector",
                                         "P-Profile-Key",
                                         "P-Visited-Network-ID",
                                         "Path",
                                         "Reason",
                                         "Record-Route",
                                         "Require",
                                         "Retry-After",
                                         "Route",
                                         "Session-Expires",
                                         "Session-ID",
                                         "Supported",
                                         "To",
                                         "User-Agent",
                                         "Via",
                                         "Warning"};

/// What a rig's instance said on Mw: requests, ACKs, and its responses to `served`.
std::vector<sip::Message> said(const Rig& rig, const std::vector<std::shared_ptr<CoreRequest>>& served) {
    std::vector<sip::Message> all(rig.mw.acks);
    for (const auto& sent : rig.mw.sent) all.push_back(sent->message);
    for (const auto& request : served) all.insert(all.end(), request->responses.begin(), request->responses.end());
    return all;
}

void append(std::vector<sip::Message>& all, const std::vector<sip::Message>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

/// A call of the WIC with every kind of description, then one whose offer comes late.
std::vector<sip::Message> outgoing() {
    OutgoingCall c;
    c.answered();
    for (const auto* method : {"INVITE", "UPDATE"}) {
        c.wic_sends(method, browser_offer);
        const auto sent = c.rig.mw.last(method);
        c.rig.mw.answer(sent, c.rig.core_response(sent->message, 200, phone_answer));
        c.rig.run();
    }
    const auto from_core = c.core_sends("INVITE", 1, phone_offer);
    const auto at_wic = c.wic->last_request("INVITE");
    c.wic->send(c.wic->answer(at_wic, 200, browser_answer));
    CHECK(from_core->status() == 200);
    c.wic_sends("INFO");
    c.wic_sends("BYE");
    auto all = said(c.rig, {from_core});

    OutgoingCall late;
    late.dial("");
    late.core_says(200, phone_offer);
    auto ack = late.wic->in_dialog("ACK", late.invite, late.wic->last_response(late.invite), late.wic->cseq);
    ack.set_body("application/sdp", browser_answer);
    late.wic->send(ack);
    append(all, said(late.rig, {}));
    return all;
}

std::vector<sip::Message> incoming() {
    IncomingCall c;
    c.call();
    c.wic_says(180);
    c.wic_says(183, browser_answer);
    c.wic_says(200, browser_answer);
    auto all = said(c.rig, {c.core});

    IncomingCall late;
    late.call(bobs_impu, "");
    late.wic_says(200, browser_offer);
    append(all, said(late.rig, {late.core}));

    IncomingCall refused;
    refused.call();
    refused.wic_says(486);
    append(all, said(refused.rig, {refused.core}));
    return all;
}

std::vector<sip::Message> everything() {
    auto all = outgoing();
    append(all, incoming());
    return all;
}

}  // namespace

TEST_CASE("EPC-19 ALG-10: no description on Mw has anything of WebRTC: INVITE, re-INVITE, UPDATE, 183, 200, ACK") {
    std::set<std::string> kinds;
    int descriptions = 0;
    for (const auto& m : everything()) {
        if (m.body().empty()) continue;
        ++descriptions;
        kinds.insert(m.is_request() ? m.method() : std::to_string(m.status()));
        for (const auto word : never_on_core) CHECK_MESSAGE(m.body().find(word) == std::string::npos, word, m.body());
        for (const auto* word : {"203.0.113", "127.0.0.1\r\n", "4611731400430051336"})
            CHECK_MESSAGE(m.body().find(word) == std::string::npos, word, m.body());
        CHECK(m.body().find("RTP/AVP ") != std::string::npos);
    }
    CHECK(kinds == std::set<std::string>{"INVITE", "UPDATE", "ACK", "183", "200"});
    CHECK(descriptions >= 8);
}

TEST_CASE("EPC-20: only registered header fields are on Mw") {
    std::set<std::string> methods;
    for (const auto& m : everything()) {
        methods.insert(m.method());
        for (const auto& header : m.headers())
            CHECK_MESSAGE(std::find(std::begin(standard), std::end(standard), header.name) != std::end(standard),
                          header.name);
    }
    for (const auto* method : {"REGISTER", "INVITE", "UPDATE", "INFO", "ACK", "BYE"}) CHECK(methods.contains(method));
}

TEST_CASE("trail: on Mw it is the Session-ID and the icid-value, and nothing else holds it") {
    OutgoingCall out;
    out.answered();
    const std::string trail(out.sent()->message.get("Session-ID").substr(0, 32));
    out.wic_sends("BYE");
    IncomingCall in;
    in.answered();
    auto all = said(out.rig, {});
    append(all, said(in.rig, {in.core}));
    int places = 0;
    for (auto m : all) {
        if (m.get("P-Charging-Vector") == "icid-value=" + trail) ++places;
        places += m.has("Session-ID") ? 1 : 0;
        m.remove("Session-ID");
        m.remove("P-Charging-Vector");
        for (const auto& id : {trail, std::string("0123456789abcdef0123456789abcdef")})
            CHECK_MESSAGE(m.to_text().find(id) == std::string::npos, m.to_text());
    }
    CHECK(places >= 6);
}
