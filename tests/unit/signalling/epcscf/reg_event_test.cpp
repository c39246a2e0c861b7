// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

#include "signalling/epcscf/reginfo.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string bob = "sip:Bob@enterprise.com";

bool holds(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

struct Watching {
    Watching() {
        rig.block_in_service();
        REQUIRE(wic.log_in(600) == 200);
    }
    static sip::Message subscribe_request(Wic& from, const std::string& uri = bob) {
        auto m = from.request("SUBSCRIBE", uri, '<' + uri + '>');
        m.append("Event", "reg");
        m.append("Accept", "application/reginfo+xml");
        m.append("Contact", '<' + from.contact + '>');
        m.append("Expires", "3600");
        return m;
    }
    /// Subscribes and answers the first NOTIFY.
    void subscribed() {
        subscribe = subscribe_request(wic);
        wic.send(subscribe);
        REQUIRE(wic.status(subscribe) == 200);
        answer();
    }
    sip::Message again(int expires, int cseq) {
        auto m = wic.in_dialog("SUBSCRIBE", subscribe, wic.responses(subscribe).front(), cseq);
        m.append("Event", "reg");
        m.append("Contact", '<' + wic.contact + '>');
        m.append("Expires", std::to_string(expires));
        wic.send(m);
        return m;
    }
    sip::Message notify() const { return wic.last_request("NOTIFY"); }
    std::size_t notifies() const { return wic.requests("NOTIFY").size(); }
    void answer(int status = 200) { wic.send(wic.answer(notify(), status)); }

    Rig rig;
    Wic wic{rig, 1};
    sip::Message subscribe = sip::Message::request("SUBSCRIBE", bob);
};

}  // namespace

TEST_CASE(
    "R3-14: SUBSCRIBE Event: reg is answered here: 200 and a NOTIFY with the full state; the core hears nothing") {
    Watching f;
    const auto on_mw = f.rig.mw.sent.size();
    f.subscribed();
    const auto ok = f.wic.responses(f.subscribe).front();
    CHECK(ok.get("Expires") == "3600");
    CHECK_FALSE(ok.to_tag().empty());
    CHECK(holds(ok.get("Contact"), "@p-cscf-1.invalid;transport=ws>"));
    const auto notify = f.notify();
    CHECK(notify.request_uri() == f.wic.contact);
    CHECK(notify.call_id() == f.subscribe.call_id());
    CHECK(notify.from_tag() == ok.to_tag());
    CHECK(notify.to_tag() == f.subscribe.from_tag());
    CHECK(notify.get("Event") == "reg");
    CHECK(notify.get("Subscription-State") == "active;expires=3600");
    CHECK(notify.get("Content-Type") == "application/reginfo+xml");
    const auto& body = notify.body();
    CHECK(holds(body, "version=\"0\" state=\"full\""));
    CHECK(holds(body, "<registration aor=\"" + bob + "\" id=\"r1\" state=\"active\">"));
    CHECK(holds(body, "<uri>" + f.wic.contact + "</uri>"));
    CHECK(holds(body, "state=\"active\" event=\"registered\""));
    CHECK(holds(body, "&lt;" + f.wic.instance + "&gt;"));
    CHECK(f.rig.mw.sent.size() == on_mw);
    check_secrets(f.rig);
}

TEST_CASE("R3-14: every contact of the user is told, and each change; versions count up") {
    Watching f;
    f.subscribed();
    Wic other(f.rig, 2);
    REQUIRE(other.log_in(600) == 200);
    REQUIRE(f.notifies() == 2);
    CHECK(holds(f.notify().body(), "version=\"1\""));
    CHECK(holds(f.notify().body(), "<uri>" + other.contact + "</uri>"));
    CHECK(holds(f.notify().body(), "<uri>" + f.wic.contact + "</uri>"));
    SUBCASE("the other one logs out") {
        f.answer();
        REQUIRE(other.log_in(0) == 200);
        REQUIRE(f.notifies() == 3);
        CHECK(holds(f.notify().body(), "state=\"terminated\" event=\"unregistered\""));
        CHECK(holds(f.notify().get("Subscription-State"), "active"));
    }
    SUBCASE("a client that does not answer gets one NOTIFY, and then what it missed in one more") {
        for (int i = 0; i < 5; ++i) REQUIRE(other.log_in(600 + i) == 200);
        CHECK(f.notifies() == 2);
        f.answer();
        CHECK(f.notifies() == 3);
        CHECK(holds(f.notify().body(), "version=\"2\""));
    }
    SUBCASE("another user's changes are not told") {
        f.answer();
        Wic alice(f.rig, 3, "sip:Alice@enterprise.com");
        alice.token = "alices.token";
        REQUIRE(alice.log_in() == 200);
        CHECK(f.notifies() == 2);
    }
}

TEST_CASE("R3-14: refresh, end, and what is out of order or in no dialog") {
    Watching f;
    f.subscribed();
    const auto refresh = f.again(1800, 20);
    CHECK(f.wic.status(refresh) == 200);
    CHECK(f.wic.last_response(refresh).get("Expires") == "1800");
    CHECK(f.notify().get("Subscription-State") == "active;expires=1800");
    f.answer();
    CHECK(f.wic.status(f.again(1800, 19)) == 500);
    const auto too_short = f.again(59, 21);
    CHECK(f.wic.status(too_short) == 423);
    CHECK(f.wic.last_response(too_short).get("Min-Expires") == "60");
    const auto end = f.again(0, 22);
    CHECK(f.wic.status(end) == 200);
    CHECK(f.notify().get("Subscription-State") == "terminated;reason=timeout");
    CHECK(f.wic.status(f.again(1800, 23)) == 481);
}

TEST_CASE("R3-14: it ends by itself, with a client that knows nothing of it, and with its flow") {
    Watching f;
    f.subscribed();
    const auto before = f.notifies();
    SUBCASE("time") {
        for (int i = 0; i < 12; ++i) {  // stays registered
            REQUIRE(f.wic.log_in(600) == 200);
            f.answer();
            f.rig.pass(301s);
        }
        CHECK(f.notify().get("Subscription-State") == "terminated;reason=timeout");
    }
    SUBCASE("481") {
        REQUIRE(f.wic.log_in(600) == 200);
        f.answer(481);
        REQUIRE(f.wic.log_in(600) == 200);
        CHECK(f.notifies() == before + 1);
    }
    SUBCASE("the flow") {
        f.wic.close();
        Wic other(f.rig, 2);
        REQUIRE(other.log_in() == 200);
        CHECK(f.notifies() == before);
    }
    CHECK(f.wic.status(f.again(1800, 40)) != 200);
}

TEST_CASE("R3-14: Expires: 0 at once is a question: one NOTIFY, and nothing stays") {
    Watching f;
    auto m = Watching::subscribe_request(f.wic);
    m.set("Expires", "0");
    f.wic.send(m);
    CHECK(f.wic.status(m) == 200);
    CHECK(f.notify().get("Subscription-State") == "terminated;reason=timeout");
    CHECK(holds(f.notify().body(), "<uri>" + f.wic.contact + "</uri>"));
}

TEST_CASE("R3-14 E23 ORG-07 TOK-02: who may not, and what is not: each its answer, and no NOTIFY") {
    Watching f;
    auto m = Watching::subscribe_request(f.wic);
    int status = 0;
    SUBCASE("no package") {
        m.remove("Event");
        status = 489;
    }
    SUBCASE("another's registration") {
        m.set_request_uri("sip:Alice@enterprise.com");
        status = 403;
    }
    SUBCASE("From is another") {
        m.set("From", "<sip:Alice@enterprise.com>;tag=f");
        status = 403;
    }
    SUBCASE("another document") {
        m.set("Accept", "application/pidf+xml");
        status = 406;
    }
    SUBCASE("too short") {
        m.set("Expires", "10");
        status = 423;
    }
    SUBCASE("Require") {
        m.append("Require", "teleport");
        status = 420;
    }
    SUBCASE("no hop left") {
        m.set("Max-Forwards", "0");
        status = 483;
    }
    SUBCASE("expired token") {
        m.set("Authorization", "Bearer expired.token");
        status = 401;
    }
    SUBCASE("another user's token") {
        m.set("Authorization", "Bearer alices.token");
        status = 403;
    }
    SUBCASE("not registered") {
        REQUIRE(f.wic.log_in(0) == 200);
        status = 403;
    }
    f.wic.send(m);
    CHECK(f.wic.status(m) == status);
    if (status == 489) CHECK(f.wic.last_response(m).get("Allow-Events") == "reg");
    CHECK(f.notifies() == 0);
}

TEST_CASE("R3-14: a flow has four subscriptions at most") {
    Watching f;
    int last = 0;
    for (int i = 0; i < 5; ++i) {
        const auto m = Watching::subscribe_request(f.wic);
        f.wic.send(m);
        last = f.wic.status(m);
        CHECK(last == (i < 4 ? 200 : 503));
    }
}

TEST_CASE("DER-05 DER-01: log-out ends the calls of that contact with BYE on both legs, and its subscription") {
    OutgoingCall c;
    const auto subscribe = Watching::subscribe_request(*c.wic);
    c.wic->send(subscribe);
    c.answered();
    Wic other(c.rig, 2);
    REQUIRE(other.log_in() == 200);
    SUBCASE("another contact's log-out ends nothing") {
        REQUIRE(other.log_in(0) == 200);
        CHECK(c.rig.instance->sessions() == 1);
        CHECK(c.rig.mw.all("BYE").empty());
    }
    SUBCASE("its own") {
        REQUIRE(c.wic->log_in(0) == 200);
        CHECK(c.rig.mw.all("BYE").size() == 1);
        CHECK(c.wic->requests("BYE").size() == 1);
        CHECK(c.rig.gateway.live.empty());
        CHECK(holds(c.rig.mw.last("BYE")->message.get("Reason"), "logged out"));
    }
    SUBCASE("log-out of all by another contact") {
        auto all = other.register_request(0);
        all.set("Contact", "*");
        other.send(all);
        CHECK(other.status(all) == 200);
        CHECK(c.rig.mw.all("BYE").size() == 1);
        c.wic->send(c.wic->answer(c.wic->last_request("NOTIFY"), 200));
        CHECK(c.wic->last_request("NOTIFY").get("Subscription-State") == "terminated;reason=noresource");
        CHECK(holds(c.wic->last_request("NOTIFY").body(), "state=\"terminated\""));
        const auto invite = c.wic->invite("sip:echo@ims.operator.example", browser_offer);
        c.wic->send(invite);
        CHECK(c.wic->status(invite) == 403);
    }
}

TEST_CASE("R3-14: the document keeps its form whatever the WIC wrote") {
    w6::Contact contact;
    contact.uri = "sip:a&b@x.invalid;p=\"<\">";
    contact.key = "k\"1";
    contact.call_id = "<call>";
    contact.q = 0.05F;
    const auto text = epcscf::reginfo("sip:b\"o&b@x", 3, {{contact}});
    CHECK(holds(text, "<uri>sip:a&amp;b@x.invalid;p=&quot;&lt;&quot;&gt;</uri>"));
    CHECK(holds(text, "id=\"k&quot;1\""));
    CHECK(holds(text, "q=\"0.050\""));
    CHECK(holds(text, "aor=\"sip:b&quot;o&amp;b@x\""));
    CHECK(holds(epcscf::reginfo("sip:b@x", 4, {}), "state=\"terminated\""));
}

TEST_CASE(
    "NID-05 W6-06 DER-05: the administrator removes the user: no registration, calls end, and the WIC is told rejected") {
    OutgoingCall c;
    const auto subscribe = Watching::subscribe_request(*c.wic);
    c.wic->send(subscribe);
    c.wic->send(c.wic->answer(c.wic->last_request("NOTIFY"), 200));
    c.answered();
    const auto user = c.rig.registrar.users.at(bob);
    w6::Change change{TrailId::create(), user.impu, bob, user.wimpu, user.contacts, w6::ChangeReason::administrator};
    c.rig.registrar.users.clear();
    SUBCASE("it has registered again since") {
        for (auto& contact : change.removed) contact.key = "an older one";
        c.rig.registrar.watchers.at("p-cscf-1")(change);
        c.rig.run();
        CHECK(c.rig.instance->sessions() == 1);
    }
    SUBCASE("as it was") {
        c.rig.registrar.watchers.at("p-cscf-1")(change);
        c.rig.run();
        CHECK(c.rig.mw.all("BYE").size() == 1);
        CHECK(c.wic->requests("BYE").size() == 1);
        const auto notify = c.wic->last_request("NOTIFY");
        CHECK(notify.get("Subscription-State") == "terminated;reason=rejected");
        CHECK(holds(notify.body(), "state=\"terminated\" event=\"rejected\""));
        CHECK(c.rig.host.counted("p_cscf.contacts_removed") == 1);
        const auto invite = c.wic->invite("sip:echo@ims.operator.example", browser_offer);
        c.wic->send(invite);
        CHECK(c.wic->status(invite) == 403);
        check_secrets(c.rig);
    }
    c.rig.instance.reset();
    CHECK(c.rig.registrar.watchers.empty());
}

TEST_CASE("R3-14 E21: W6 does not say who is registered: the subscription ends, and may be made again") {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        Watching f;
        f.rig.registrar.faults.set(fault);
        const auto m = Watching::subscribe_request(f.wic);
        f.wic.send(m);
        CHECK(f.wic.status(m) == 200);
        f.rig.pass(10s);
        REQUIRE(f.notifies() == 1);
        const bool answers = fault == Fault::none || fault == Fault::twice;
        CHECK(holds(f.notify().get("Subscription-State"), answers ? "active" : "terminated;reason=probation"));
        CHECK(holds(f.notify().body(), f.wic.contact) == answers);
    }
}
