// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rig.hpp"

namespace wims::test {

inline constexpr const char* echo = "sip:echo@ims.operator.example";
inline constexpr const char* bobs_impu = "sip:w1-000123@webrtc.operator.example";

/// After any call: no allocated IMPU was ever on W2, no token on Mw or in a log line. (R3-09, EPC-18)
inline void check_secrets(const Rig& rig) {
    for (const auto& text : rig.iwf.texts) CHECK_MESSAGE(text.find("w1-000") == std::string::npos, text);
    for (const auto& sent : rig.mw.sent) CHECK(sent->message.to_text().find(".token") == std::string::npos);
    for (const auto& ack : rig.mw.acks) CHECK(ack.to_text().find(".token") == std::string::npos);
    CHECK_FALSE(rig.host.said("good.token"));
}

/// Nothing is left of any call.
inline void check_nothing_left(const Rig& rig) {
    CHECK(rig.instance->sessions() == 0);
    CHECK(rig.gateway.live.empty());
    check_secrets(rig);
}

/// Bob is registered; he calls the echo phone.
struct OutgoingCall {
    explicit OutgoingCall(std::function<void(signalling::PCscfConfig&)> change = {}) : rig(std::move(change)) {
        rig.block_in_service();
        REQUIRE(wic.emplace(rig, 1).log_in(3600) == 200);
    }
    void dial(std::string sdp = browser_offer) {
        invite = wic->invite(echo, std::move(sdp));
        wic->send(invite);
    }
    /// What went to the core.
    std::shared_ptr<SentToCore> sent() { return rig.mw.last("INVITE"); }
    void core_says(int status, std::string sdp = {}) {
        rig.mw.answer(sent(), rig.core_response(sent()->message, status, std::move(sdp)));
        rig.run();
    }
    void answered() {
        dial();
        core_says(200, phone_answer);
        REQUIRE(wic->status(invite) == 200);
        ok = wic->last_response(invite);
        wic->send(wic->in_dialog("ACK", invite, ok, wic->cseq));
    }
    sip::Message wic_sends(std::string method, std::string sdp = {}) {
        auto m = wic->in_dialog(method, invite, ok, ++wic->cseq);
        if (method == "INVITE" || method == "UPDATE") m.append("Contact", '<' + wic->contact + ";ob>");
        if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
        wic->send(m);
        return m;
    }
    std::shared_ptr<CoreRequest> core_sends(std::string method, int cseq = 1, std::string sdp = {}) {
        auto m = rig.core_in_dialog_called(method, sent()->message, cseq);
        if (method == "INVITE" || method == "UPDATE") m.append("Contact", "<sip:phone@127.0.0.33:5060>");
        if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
        auto r = rig.mw.receive(std::move(m));
        rig.run();
        return r;
    }
    void check_clean() const { check_nothing_left(rig); }

    Rig rig;
    std::optional<Wic> wic;
    sip::Message invite, ok;
};

/// Bob is registered; the core calls him.
struct IncomingCall {
    explicit IncomingCall(std::function<void(signalling::PCscfConfig&)> change = {}) : rig(std::move(change)) {
        rig.block_in_service();
        REQUIRE(wic.emplace(rig, 1).log_in(3600) == 200);
    }
    void call(std::string called = bobs_impu, std::string sdp = phone_offer) {
        core = rig.mw.receive(rig.core_invite(std::move(called), std::move(sdp)));
        rig.run();
    }
    sip::Message ringing() { return wic->last_request("INVITE"); }
    void wic_says(int status, std::string sdp = {}) { wic->send(wic->answer(ringing(), status, std::move(sdp))); }
    void answered() {
        call();
        wic_says(180);
        wic_says(200, browser_answer);
        REQUIRE(core->status() == 200);
        rig.mw.receive(rig.core_in_dialog("ACK", core->request(), core->responses.back(), 5));
        rig.run();
    }
    std::shared_ptr<CoreRequest> core_sends(std::string method, int cseq) {
        auto r = rig.mw.receive(rig.core_in_dialog(method, core->request(), core->responses.back(), cseq));
        rig.run();
        return r;
    }
    void check_clean() const { check_nothing_left(rig); }

    Rig rig;
    std::optional<Wic> wic;
    std::shared_ptr<CoreRequest> core;
};

}  // namespace wims::test
