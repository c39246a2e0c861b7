// SPDX-License-Identifier: Apache-2.0
#include "asker.hpp"

#include <set>

using namespace wims;
using namespace wims::test;

TEST_CASE("AGW-02 AUD-06: reserve gives one W3 port, own credentials, a fingerprint, and an even/odd pair a stream") {
    Asker asker;
    const auto a = asker.reserve(request(2));
    const auto b = asker.reserve(request(1));
    REQUIRE(a.ok());
    REQUIRE(b.ok());
    CHECK(a->context != 0);
    CHECK(a->context != b->context);
    CHECK(a->access_address == b->access_address);
    CHECK(a->access_address == asker.agw->health().w3);
    CHECK(a->access.ice_lite);
    CHECK(a->access.ice.ufrag != b->access.ice.ufrag);
    CHECK(a->access.ice.ufrag.size() >= 4);
    CHECK(a->access.ice.pwd.size() >= 22);
    REQUIRE(a->access.fingerprints.size() == 1);
    CHECK(a->access.fingerprints[0].hash == "sha-256");
    CHECK(a->access.fingerprints[0].value.size() == 95);
    REQUIRE(a->access.candidates.size() == 1);
    CHECK(a->access.candidates[0].type == "host");
    CHECK(a->access.candidates[0].port == a->access_address.port);
    REQUIRE(a->core.size() == 2);
    std::set<std::uint16_t> ports;
    for (const auto& core : {a->core[0], a->core[1], b->core[0]}) {
        CHECK(core.rtp.port % 2 == 0);
        CHECK(core.rtcp.port == core.rtp.port + 1);
        ports.insert(core.rtp.port);
    }
    CHECK(ports.size() == 3);
}

TEST_CASE("AGW-02: what is advertised is not where it is bound") {
    auto config = Asker::config();
    config.w3.advertised_ip = "203.0.113.1";
    config.core_advertised_ip = "10.0.0.1";
    Asker asker(config);
    const auto reserved = asker.reserve(request());
    CHECK(reserved->access_address.ip == "203.0.113.1");
    CHECK(reserved->access.candidates[0].address == "203.0.113.1");
    CHECK(reserved->core[0].rtp.ip == "10.0.0.1");
    CHECK(asker.agw->health().w3.ip == "127.0.0.1");
}

TEST_CASE("E31: a failed reserve has reserved nothing, and health is exact") {
    Asker asker;
    const auto ports = asker.agw->health().core_ports_free;
    CHECK(ports == 20);
    CHECK(asker.reserve(request(11)).error().kind == ErrorKind::limit);  // ten pairs
    CHECK(asker.agw->health().core_ports_free == ports);
    auto bad = request();
    bad.access_remote = iq::AccessRemote{};
    CHECK(asker.reserve(bad).error().status == 488);
    bad = request();
    bad.streams[0].core_remote = iq::CoreRemote{{"phone.example", 4000}, {}};
    CHECK(asker.reserve(bad).error().kind == ErrorKind::usage);
    bad = request(2);
    bad.streams[1].id = 0;
    CHECK(asker.reserve(bad).error().kind == ErrorKind::usage);
    CHECK(asker.reserve(request(0)).error().kind == ErrorKind::usage);
    CHECK(asker.agw->health().contexts == 0);
    CHECK(asker.agw->health().core_ports_free == ports);
    CHECK(asker.host.counted("agw.reserve_refused") == 5);

    std::vector<iq::ContextId> contexts;
    for (int i = 0; i < 8; ++i) contexts.push_back(asker.reserve(request())->context);
    const auto full = asker.reserve(request());
    CHECK(full.error().kind == ErrorKind::limit);
    CHECK(full.error().status == 503);
    CHECK(asker.agw->health().contexts == 8);
    CHECK(asker.agw->health().core_ports_free == ports - 16);
    for (const auto context : contexts) CHECK(asker.release(context).ok());
    CHECK(asker.agw->health().contexts == 0);
    CHECK(asker.agw->health().core_ports_free == ports);
    CHECK(asker.release(contexts[0]).error().kind == ErrorKind::not_found);
    iq::ConfigureRequest gone;
    gone.context = contexts[0];
    CHECK(asker.configure(gone).error().kind == ErrorKind::not_found);
}

TEST_CASE("E31: ports that somebody else holds are passed over") {
    auto taken = core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 46003}));
    REQUIRE(taken.ok());
    Asker asker;
    const auto reserved = asker.reserve(request(9));
    REQUIRE(reserved.ok());
    for (const auto& core : reserved->core) CHECK(core.rtp.port != 46002);
    CHECK(asker.host.counted("agw.core_port_taken") >= 1);
    CHECK(asker.reserve(request()).error().kind == ErrorKind::limit);
    CHECK(asker.agw->health().core_ports_free == 2);
}

TEST_CASE("E31: a reserve that its asker has given up reserves nothing") {
    Asker asker;
    asker.thread.run_and_wait([&] {
        auto operation = async<iq::Reserved>(
            asker.thread.loop(), asker.thread.loop().now() + std::chrono::seconds(5),
            [&](Deadline d, Completion<iq::Reserved> done) {
                done(Error{ErrorKind::cancelled, "gone", 0});
                asker.agw->reserve(request(), d, done);
            },
            [](Result<iq::Reserved>) {});
        operation.detach();
    });
    CHECK(asker.agw->health().contexts == 0);
}

TEST_CASE("AGW-02: events of a context come in order, the last before release completes") {
    Asker asker;
    Wic wic;
    auto r = request();
    r.access_remote = wic.remote();
    const auto reserved = asker.reserve(r);
    REQUIRE(reserved.ok());
    wic.check(*reserved);
    CHECK(wic.handshake(*reserved));
    CHECK(asker.wait_for(EventKind::dtls_established));
    const auto released = asker.release(reserved->context);
    REQUIRE(released.ok());
    REQUIRE(released->streams.size() == 1);
    asker.thread.run_and_wait([&] {
        CHECK(asker.order == std::vector<std::string>{"reserve", "ice-connected", "dtls-established", "release"});
        for (const auto& event : asker.events) CHECK(event.context == reserved->context);
    });
    bool said = false;
    for (const auto& line : asker.host.lines()) {
        if (line.text == "DTLS-SRTP is up") {
            CHECK(line.trail == "00112233445566778899aabbccddeeff");
            said = true;
        }
    }
    CHECK(said);
    CHECK_FALSE(asker.host.said(reserved->access.ice.pwd));
}

TEST_CASE("AGW-05: consent that is lost is an event in real time; the context stays until it is released") {
    auto config = Asker::config();
    config.consent_loss = std::chrono::milliseconds(300);
    Asker asker(config);
    Wic wic;
    const auto reserved = asker.reserve(request());
    wic.check(*reserved);
    CHECK(asker.wait_for(EventKind::consent_lost));
    CHECK(asker.agw->health().contexts == 1);
    CHECK(asker.release(reserved->context).ok());
}

TEST_CASE("AGW-17: a context for which nobody asks is reported, again and again, until it is released") {
    auto config = Asker::config();
    config.hanging_termination = std::chrono::milliseconds(150);
    Asker asker(config);
    Wic wic;
    const auto reserved = asker.reserve(request());
    const auto heard = [&] {
        std::vector<Duration> silences;
        asker.thread.run_and_wait([&] {
            for (const auto& event : asker.events)
                if (event.kind == EventKind::hanging_termination && event.context == reserved->context)
                    silences.push_back(event.silent);
        });
        return silences;
    };
    for (int i = 0; i < 6; ++i) {  // a request for it is a sign of life
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        iq::ConfigureRequest alive;
        alive.context = reserved->context;
        CHECK(asker.configure(alive).ok());
    }
    CHECK(heard().size() <= 1);  // none, but for a machine that slept
    for (int i = 0; i < 300 && heard().size() < 3; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto silences = heard();
    REQUIRE(silences.size() >= 3);
    CHECK(silences.back() >= std::chrono::milliseconds(300));  // nothing was ever heard
    CHECK(asker.release(reserved->context).ok());
    const auto last = heard().size();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(heard().size() == last);
    CHECK(asker.host.counted("agw.hanging_terminations") == last);
}

TEST_CASE("E31: a gateway without ports or contexts tells every owner once, and again only after some were free") {
    auto config = Asker::config();
    bool ports = false;
    SUBCASE("contexts") {}
    SUBCASE("ports") {
        config.contexts = 100;
        ports = true;
    }
    Asker asker(config);
    int told = 0;  // the thread's
    asker.agw->notify(7, asker.thread.loop(), [&](const iq::Event& event) {
        CHECK(event.context == 0);
        CHECK(event.kind == EventKind::resources_exhausted);
        CHECK(event.detail == (ports ? "no core port pair is free" : "all 8 contexts are taken"));
        ++told;
    });
    const auto times = [&] {
        int n = 0;
        asker.thread.run_and_wait([&] { n = told; });
        return n;
    };
    std::vector<iq::ContextId> contexts;
    for (auto r = asker.reserve(request()); r.ok(); r = asker.reserve(request())) contexts.push_back(r->context);
    CHECK(contexts.size() == (ports ? 10 : 8));
    CHECK_FALSE(asker.reserve(request()).ok());
    CHECK(times() == 1);
    CHECK(asker.host.counted("agw.resources_exhausted") == 1);
    CHECK(asker.wait_for(EventKind::resources_exhausted));  // who is nobody in particular hears it too
    CHECK(asker.release(contexts.back()).ok());
    CHECK(asker.reserve(request()).ok());
    CHECK_FALSE(asker.reserve(request()).ok());
    CHECK(times() == 2);
}

TEST_CASE("AGW-03: strangers on the W3 port get 401, nothing, or nothing") {
    Asker asker;
    Wic wic;
    auto reserved = *asker.reserve(request());
    auto nobody = reserved;
    nobody.access.ice.ufrag = "nobodyknows1";
    wic.check(nobody);
    const auto answers = wic.receive();
    REQUIRE(answers.size() == 1);
    CHECK(ice::StunMessage::parse(answers[0].packet.octets())->error == 401);
    for (const std::uint8_t first : {0, 22, 70, 128, 200, 255})
        wic.socket.send(std::vector<std::uint8_t>(100, first), *IpEndpoint::from(reserved.access_address));
    CHECK(wic.receive(200).empty());
    CHECK(asker.agw->health().contexts == 1);
}

TEST_CASE("AGW-02: a gateway that goes says good-bye to its WICs and sends no more events") {
    Asker asker;
    Wic wic;
    auto r = request();
    r.access_remote = wic.remote();
    const auto reserved = asker.reserve(r);
    wic.check(*reserved);
    REQUIRE(wic.handshake(*reserved));
    REQUIRE(asker.wait_for(EventKind::dtls_established));
    std::size_t before = 0;
    asker.thread.run_and_wait([&] { before = asker.events.size(); });
    asker.agw.reset();
    bool alert = false;
    for (const auto& received : wic.receive()) alert = alert || received.packet.data[0] == 21;
    CHECK(alert);
    asker.thread.run_and_wait([&] { CHECK(asker.events.size() == before); });
    CHECK(core_leg::UdpSocket::bind(*IpEndpoint::from(reserved->core[0].rtp)).ok());
}

TEST_CASE("AGW-02: a wrong configuration is a usage error, a taken address an io error") {
    test::RecordingHost host;
    auto config = Asker::config();
    config.w3.bind.ip = "gateway.example";
    CHECK(ImsAgw::create(config, host, host).error().kind == ErrorKind::usage);
    config = Asker::config();
    config.core_ip = "";
    CHECK(ImsAgw::create(config, host, host).error().kind == ErrorKind::usage);
    config = Asker::config();
    config.core_port_max = config.core_port_min;
    CHECK(ImsAgw::create(config, host, host).error().kind == ErrorKind::usage);
    config = Asker::config();
    const auto taken = core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    config.w3.bind.port = taken->local().port;
    CHECK(ImsAgw::create(config, host, host).error().kind == ErrorKind::io);
}
