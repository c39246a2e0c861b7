// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

#include "signalling/sip/syntax.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string friend_uri = "sip:carol@other.net";

/// Bob subscribes to Carol's presence, or refers her to somebody.
struct Subscribing {
    explicit Subscribing(const std::string& method = "SUBSCRIBE",
                         std::function<void(signalling::PCscfConfig&)> change = {})
        : rig(std::move(change)) {
        rig.block_in_service();
        REQUIRE(wic.emplace(rig, 1).log_in(600) == 200);
        on_mw = rig.mw.sent.size();
        first = wic->request(method, friend_uri, '<' + friend_uri + '>');
        first.append("Contact", '<' + wic->contact + '>');
        if (method == "REFER") {
            first.append("Refer-To", "<sip:dave@other.net>");
            first.append("Referred-By", "<sip:forged@x.net>");
        } else {
            first.append("Event", "presence");
            first.append("Accept", "application/pidf+xml");
            first.append("Expires", "600");
        }
    }
    void send() {
        wic->send(first);
        REQUIRE(rig.mw.sent.size() == on_mw + 1);
        asked = rig.mw.last(first.method());
    }
    void taken(int status = 200, const std::string& expires = "600") {
        auto ok = sip::Message::response_to(asked->message, status);
        ok.set("To", std::string(asked->message.get("To")) + ";tag=core9");
        ok.append("Contact", "<sip:presence@127.0.0.33:5060>");
        if (!expires.empty()) ok.append("Expires", expires);
        rig.mw.answer(asked, std::move(ok));
        rig.run();
    }
    sip::Message notify(int cseq, const std::string& state, const std::string& tag = "core9") const {
        const auto& out = asked->message;
        auto m = sip::Message::request("NOTIFY", std::string(sip::address_of(out.get("Contact"))));
        m.append("Via", "SIP/2.0/UDP 127.0.0.33:5060;branch=z9hG4bKnotify" + std::to_string(cseq));
        m.append("Max-Forwards", "70");
        m.append("From", std::string(out.get("To")) + ";tag=" + tag);
        m.append("To", std::string(out.get("From")));
        m.append("Call-ID", std::string(out.call_id()));
        m.append("CSeq", std::to_string(cseq) + " NOTIFY");
        m.append("Contact", "<sip:presence@127.0.0.33:5060>");
        m.append("Event", "presence");
        m.append("Subscription-State", state);
        m.append("P-Asserted-Identity", "<sip:carol@other.net>");
        m.set_body("application/pidf+xml", "<presence/>");
        return m;
    }
    std::shared_ptr<CoreRequest> notified(int cseq, const std::string& state, const std::string& tag = "core9") {
        auto request = rig.mw.receive(notify(cseq, state, tag));
        rig.run();
        return request;
    }
    void wic_takes(int status = 200) {
        wic->send(sip::Message::response_to(wic->last_request("NOTIFY"), status));
        rig.run();
    }
    sip::Message refresh(const std::string& expires, int cseq) {
        auto m = wic->in_dialog("SUBSCRIBE", first, wic->responses(first).front(), cseq);
        m.append("Event", "presence");
        m.append("Expires", expires);
        m.append("Contact", '<' + wic->contact + '>');
        return m;
    }

    Rig rig;
    std::optional<Wic> wic;
    sip::Message first = sip::Message::request("SUBSCRIBE", friend_uri);
    std::shared_ptr<SentToCore> asked;
    std::size_t on_mw = 0;
};

}  // namespace

TEST_CASE("ORG-09: SUBSCRIBE goes to the core as an INVITE does, with a dialog of its own on each leg") {
    Subscribing f;
    f.first.append("P-Preferred-Identity", "<sip:forged@x.net>");
    f.first.append("X-Unknown", "forged");
    f.send();
    const auto& out = f.asked->message;
    CHECK(out.request_uri() == friend_uri);
    CHECK(out.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    CHECK(out.get("P-Profile-Key") == "<sip:w1-!.*!@webrtc.operator.example>");
    CHECK(out.get("From") == f.first.get("From"));
    CHECK(out.call_id() != f.first.call_id());
    CHECK(out.all("Route") == std::vector<std::string>{"<sip:orig@scscf1.ims.operator.example:6060;lr>"});
    CHECK(out.get("Event") == "presence");
    CHECK(out.get("Expires") == "600");
    CHECK(out.get("Contact") != f.first.get("Contact"));
    for (const auto* word : {"forged", "good.token.abc", "Bearer", ".invalid"})
        CHECK_MESSAGE(out.to_text().find(word) == std::string::npos, word);

    f.taken();
    REQUIRE(f.wic->status(f.first) == 200);
    const auto ok = f.wic->last_response(f.first);
    CHECK(ok.get("Expires") == "600");
    CHECK_FALSE(ok.to_tag().empty());
    CHECK(ok.to_tag() != "core9");
    CHECK(std::string(ok.get("Contact")).find(".invalid;transport=ws") != std::string::npos);
    CHECK(f.rig.host.counted("p_cscf.subscriptions_begun") == 1);
    check_secrets(f.rig);
}

TEST_CASE(
    "ORG-09: NOTIFY reaches the WIC in its own dialog, and its answer the core; so does one that is before the 2xx") {
    for (const bool early : {false, true}) {
        CAPTURE(early);
        Subscribing f;
        f.send();
        if (!early) f.taken();
        const auto notify = f.notified(1, "active;expires=599");
        const auto heard = f.wic->last_request("NOTIFY");
        CHECK(heard.call_id() == f.first.call_id());
        CHECK(heard.to_tag() == f.first.from_tag());
        CHECK(heard.request_uri() == f.wic->contact);
        CHECK(heard.get("Event") == "presence");
        CHECK(heard.get("Subscription-State") == "active;expires=599");
        CHECK(heard.body() == "<presence/>");
        f.wic_takes();
        CHECK(notify->status() == 200);
        if (early) {
            f.taken();
            CHECK(heard.from_tag() == f.wic->last_response(f.first).to_tag());
        }
        CHECK(f.notified(2, "active;expires=500") != nullptr);
        CHECK(f.wic->requests("NOTIFY").size() == 2);
        check_secrets(f.rig);
    }
}

TEST_CASE("ORG-09: a second subscription by a fork in the core is refused, the first goes on") {
    Subscribing f;
    f.send();
    f.taken();
    CHECK(f.notified(1, "active", "core77")->status() == 481);
    CHECK(f.wic->requests("NOTIFY").empty());
    f.notified(1, "active");
    CHECK(f.wic->requests("NOTIFY").size() == 1);
}

TEST_CASE("ORG-09: the WIC refreshes and ends it; after the last NOTIFY nothing is left on either leg") {
    Subscribing f;
    f.send();
    f.taken();
    f.rig.pass(500s);
    REQUIRE(f.wic->log_in(600) == 200);
    auto again = f.refresh("600", 50);
    f.wic->send(again);
    auto sent = f.rig.mw.last("SUBSCRIBE");
    CHECK(sent->message.to_tag() == "core9");
    CHECK(sent->message.request_uri() == "sip:presence@127.0.0.33:5060");
    f.asked = sent;
    f.taken();
    CHECK(f.wic->status(again) == 200);
    f.rig.pass(500s);

    again = f.refresh("0", 51);
    f.wic->send(again);
    f.asked = f.rig.mw.last("SUBSCRIBE");
    f.taken(200, "0");
    CHECK(f.wic->status(again) == 200);
    const auto last = f.notified(2, "terminated;reason=timeout");
    f.wic_takes();
    CHECK(last->status() == 200);
    CHECK(f.notified(3, "active")->status() == 481);
    again = f.refresh("600", 52);
    f.wic->send(again);
    CHECK(f.wic->status(again) == 481);
}

TEST_CASE("ORG-09: REFER makes a subscription too; what a WIC says of itself in it is not passed on") {
    Subscribing f("REFER");
    f.send();
    CHECK(f.asked->message.get("Refer-To") == "<sip:dave@other.net>");
    CHECK_FALSE(f.asked->message.has("Referred-By"));
    CHECK(f.asked->message.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    f.taken(202, "");
    CHECK(f.wic->status(f.first) == 202);
    auto notify = f.notify(1, "terminated;reason=noresource");
    notify.set("Event", "refer");
    notify.set_body("message/sipfrag", "SIP/2.0 200 OK");
    const auto request = f.rig.mw.receive(std::move(notify));
    f.rig.run();
    CHECK(f.wic->last_request("NOTIFY").body() == "SIP/2.0 200 OK");
    f.wic_takes();
    CHECK(request->status() == 200);
    CHECK(f.notified(2, "active")->status() == 481);
}

TEST_CASE("ORG-09 DER-05: nobody listens any more: the core is told at its next NOTIFY") {
    Subscribing f;
    f.send();
    f.taken();
    SUBCASE("the socket is gone") { f.wic->close(); }
    SUBCASE("logged out") { REQUIRE(f.wic->log_in(0) == 200); }
    CHECK(f.notified(1, "active")->status() == 481);
    CHECK(f.wic->requests("NOTIFY").empty());
}

TEST_CASE("ORG-09: what the core refuses is refused, and leaves nothing; one that it forgets ends in time") {
    Subscribing f;
    f.send();
    SUBCASE("refused") {
        f.taken(489);
        CHECK(f.wic->status(f.first) == 489);
    }
    SUBCASE("expired") {
        f.taken(200, "60");
        f.rig.pass(100s);
    }
    SUBCASE("never answered") { f.rig.pass(100s); }
    CHECK(f.notified(1, "active")->status() == 481);
}

TEST_CASE("ORG-09 E25: within the dialog only SUBSCRIBE goes out and only NOTIFY comes in, in order") {
    Subscribing f;
    f.send();
    f.taken();
    auto strange = f.refresh("600", 60);
    auto message = f.wic->in_dialog("MESSAGE", f.first, f.wic->responses(f.first).front(), 61);
    f.wic->send(message);
    CHECK(f.wic->status(message) == 405);
    CHECK(f.wic->last_response(message).get("Allow") == "SUBSCRIBE");
    f.notified(7, "active");
    CHECK(f.notified(6, "active")->status() == 500);
    auto foreign = f.notify(8, "active");
    foreign.set("Call-ID", "another");
    const auto refused = f.rig.mw.receive(std::move(foreign));
    f.rig.run();
    CHECK(refused->status() == 481);
}

TEST_CASE("ORG-07 ORG-12 TOK-02: who may not subscribe: each its answer, and nothing of it is on Mw") {
    Subscribing f;
    int status = 0;
    SUBCASE("From is another") {
        f.first.set("From", "<sip:Alice@enterprise.com>;tag=f");
        status = 403;
    }
    SUBCASE("expired token") {
        f.first.set("Authorization", "Bearer expired.token");
        status = 401;
    }
    SUBCASE("W6 is down") {
        f.rig.registrar.refuse = Error{ErrorKind::io, "refused", 504};
        status = 504;
    }
    SUBCASE("Require") {
        f.first.append("Require", "teleport");
        status = 420;
    }
    f.wic->send(f.first);
    CHECK(f.wic->status(f.first) == status);
    CHECK(f.rig.mw.sent.size() == f.on_mw);
}

TEST_CASE("ORG-09: a flow has as many at once as calls; one that ended makes room") {
    Subscribing f("SUBSCRIBE", [](auto& config) { config.calls_per_flow = 1; });
    f.send();
    f.taken();
    auto second = f.wic->request("SUBSCRIBE", friend_uri, '<' + friend_uri + '>');
    second.append("Event", "dialog");
    f.wic->send(second);
    CHECK(f.wic->status(second) == 503);
    f.notified(1, "terminated");
    f.wic_takes();
    second = f.wic->request("SUBSCRIBE", friend_uri, '<' + friend_uri + '>');
    second.append("Event", "dialog");
    f.wic->send(second);
    CHECK(f.wic->responses(second).empty());
    CHECK(f.rig.mw.all("SUBSCRIBE").size() == 2);
}
