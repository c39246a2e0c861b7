// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

namespace {

/// A registrar whose server can be killed and started again on its port, and a client that does not know.
class Restartable {
public:
    Restartable() {
        start();
        client = *registry::RegistrarClient::create(RemoteRig::client_config(address), host, host);
    }

    void start() {
        registry::RegistrarServerConfig config;
        config.bind = {address, {}};
        config.certificate_file = RemoteRig::certificates().server.certificate;
        config.private_key_file = RemoteRig::certificates().server.private_key;
        config.client_ca_file = RemoteRig::certificates().authority.certificate_file();
        config.clients = {{"p-cscf.example", {block_1}, false, true, true}};  // by its DNS name
        auto made = registry::RegistrarServer::create(config, *registrar, host, host);
        REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().text));
        server = std::move(*made);
        address = server->local();
    }
    /// For the Asker.
    w6::Registrar& w6() { return client->w6(); }
    w7::StatusDirectory& w7() { return client->w7(); }
    Executor& executor() { return time; }
    template <class Arrived>
    bool wait(Arrived arrived) {
        const auto until = std::chrono::steady_clock::now() + 10s;
        for (time.run(); !arrived() && std::chrono::steady_clock::now() < until; time.run())
            std::this_thread::sleep_for(100us);
        return arrived();
    }

    TransportAddress address{"127.0.0.1", 0};
    VirtualExecutor time;
    RecordingHost host;
    std::unique_ptr<registry::WimpuRegistrar> registrar =
        *registry::WimpuRegistrar::create(registrar_config(), time, host, host);
    std::unique_ptr<registry::RegistrarServer> server;
    std::unique_ptr<registry::RegistrarClient> client;
};

}  // namespace

TEST_CASE("E21 W6-01: while the registrar is away every question has one answer, 504; then the next one works") {
    Restartable rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    rig.server.reset();

    int answers = 0, good = 0;
    std::vector<Operation> operations;
    for (int i = 0; i < 20; ++i)
        operations.push_back(async<w6::Registration>(
            rig.time, rig.time.now() + 2s,
            [&](Deadline d, Completion<w6::Registration> done) {
                rig.w6().fetch({TrailId(), bob}, d, done);
            },
            [&](Result<w6::Registration> answer) {
                ++answers;
                good += !answer.ok() && answer.error().status == 504 &&
                        (answer.error().kind == ErrorKind::timeout || answer.error().kind == ErrorKind::io);
            }));
    rig.time.advance(1900ms);
    std::this_thread::sleep_for(300ms);
    rig.time.advance(200ms);
    CHECK(answers == 20);
    CHECK(good == 20);
    CHECK(rig.wait([&] { return rig.client->health().pending == 0; }));  // given up here too

    rig.start();
    Browser browser("b1");
    CHECK(asker.put(bob, browser.next()).ok());
    CHECK(rig.client->health().connected);
    CHECK(answers == 20);
}

TEST_CASE("RER-03: a registration whose answer was lost is sent again and is no second one") {
    Restartable rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    std::optional<Result<w6::Registered>> answer;
    auto operation = async<w6::Registered>(
        rig.time, rig.time.now() + 5s,
        [&](Deadline d, Completion<w6::Registered> done) {
            rig.w6().register_contact({TrailId(), bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, browser.next()},
                                      d, done);
        },
        [&](Result<w6::Registered> r) { answer = std::move(r); });
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (rig.host.counted("registrar.http_requests") < 2 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(1ms);
    rig.server.reset();  // the request is with the registrar, which has not looked at it
    rig.time.run();
    REQUIRE(rig.registrar->health().contacts == 1);
    CHECK_FALSE(answer.has_value());
    rig.start();
    REQUIRE(rig.wait([&] { return answer.has_value(); }));
    REQUIRE(answer->ok());
    CHECK((*answer)->outcome == w6::RegisterOutcome::created);
    CHECK((*answer)->registration.contacts.size() == 1);
    CHECK(rig.host.counted("registrar.contacts_registered") == 2);  // carried out once, answered twice
    CHECK(rig.registrar->health().contacts == 1);
}

TEST_CASE("W6-03: a removal that meets a changed entry is tried once more, on what is there now") {
    Restartable rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone"), tablet("tablet");
    REQUIRE(asker.put(bob, laptop.next()).ok());
    REQUIRE(asker.put(bob, phone.next()).ok());

    const auto asked = rig.host.counted("registrar.http_requests");
    std::optional<Result<w6::Removed>> answer;
    auto removal = async<w6::Removed>(
        rig.time, rig.time.now() + 5s,
        [&](Deadline d, Completion<w6::Removed> done) {
            rig.w6().remove_contacts({TrailId(), bob, asker.epoch, false, laptop.next()}, d, done);
        },
        [&](Result<w6::Removed> r) { answer = std::move(r); });
    REQUIRE(rig.wait([&] { return rig.host.said("registration fetched"); }));
    // The registrar is not looked after while the DELETE comes, with the version that the GET told; then the entry changes
    // before it is carried out.
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (rig.host.counted("registrar.http_requests") < asked + 2 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(20ms);  // it is counted just before the registrar is asked
    auto change = async<w6::Registered>(
        rig.time, rig.time.now() + 5s,
        [&](Deadline d, Completion<w6::Registered> done) {
            rig.registrar->w6().register_contact(
                {TrailId(), bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, tablet.next()}, d, done);
        },
        [](const Result<w6::Registered>& r) { CHECK(r.ok()); });
    REQUIRE(rig.wait([&] { return answer.has_value(); }));
    REQUIRE(answer->ok());
    CHECK_FALSE((*answer)->entry_removed);
    CHECK((*answer)->contacts.size() == 2);
    CHECK(rig.host.counted("registrar_client.stale_retries") == 1);
    CHECK(asker.fetch(bob)->contacts.size() == 2);
}

TEST_CASE("W6-06: a watch outlives the registrar's server, hears that it was started again, and each change once") {
    Restartable rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    std::vector<std::string> heard;
    rig.w6().watch("p-cscf-1", rig.time, [&](const w6::Change& c) {
        heard.push_back(c.reason == w6::ChangeReason::restart ? "restart" : c.external_identity);
    });
    const auto watching = [&] { return rig.client->health().watching == 1 && rig.server->health().subscriptions == 1; };
    REQUIRE(rig.wait(watching));
    Browser first("b1"), second("b2");
    const auto remove = [&](const std::string& identity) {
        return ask<w6::Removed>(rig, [&](Deadline d, Completion<w6::Removed> done) {
            rig.registrar->remove_user(TrailId(), identity, d, done);
        });
    };
    REQUIRE(asker.put(bob, first.next()).ok());
    REQUIRE(remove(bob).ok());
    REQUIRE(rig.wait([&] { return heard.size() == 1; }));
    rig.server.reset();
    rig.start();
    REQUIRE(rig.wait([&] { return heard.size() == 2 && watching(); }));
    REQUIRE(asker.put(carol, second.next()).ok());
    REQUIRE(remove(carol).ok());
    REQUIRE(rig.wait([&] { return heard.size() == 3; }));
    CHECK(heard == std::vector<std::string>{bob, "restart", carol});
}

TEST_CASE("W6-05: a server with another name or authority is not spoken to") {
    Restartable rig;
    auto config = RemoteRig::client_config(rig.address);
    SUBCASE("name") { config.server_name = "elsewhere.example"; }
    SUBCASE("authority") {
        static Authority other;
        config.ca_file = other.certificate_file();
    }
    config.patience = 500ms;
    rig.client = *registry::RegistrarClient::create(config, rig.host, rig.host);
    Asker asker(rig);
    fails(asker.fetch(bob), ErrorKind::timeout, 504);
    CHECK_FALSE(rig.client->health().connected);
    CHECK(rig.host.counted("registrar.http_requests") == 0);
}

TEST_CASE("a client and a server say at once what of their configuration is wrong") {
    RecordingHost host;
    const TransportAddress nowhere{"127.0.0.1", 1};
    for (const auto& spoil : std::vector<std::function<void(registry::RegistrarClientConfig&)>>{
             [](auto& c) { c.server.ip = "registrar.example"; }, [](auto& c) { c.server_name.clear(); },
             [](auto& c) { c.ca_file = "/none"; }, [](auto& c) { c.certificate_file.clear(); },
             [](auto& c) { c.private_key_file = c.ca_file; }, [](auto& c) { c.in_flight = 0; }}) {
        auto config = RemoteRig::client_config(nowhere);
        spoil(config);
        const auto made = registry::RegistrarClient::create(config, host, host);
        REQUIRE_FALSE(made.ok());
        CHECK(made.error().kind == ErrorKind::usage);
    }
    Restartable rig;
    for (const auto& clients : std::vector<std::vector<registry::ClientRights>>{
             {{"", {}}}, {{"a", {}}, {"a", {}}}, {{"a", {"sip:no-wildcard@x.example"}}}}) {
        registry::RegistrarServerConfig config;
        config.bind = {{"127.0.0.1", 0}, {}};
        config.certificate_file = RemoteRig::certificates().server.certificate;
        config.private_key_file = RemoteRig::certificates().server.private_key;
        config.client_ca_file = RemoteRig::certificates().authority.certificate_file();
        config.clients = clients;
        const auto made = registry::RegistrarServer::create(config, *rig.registrar, host, host);
        REQUIRE_FALSE(made.ok());
        CHECK(made.error().kind == ErrorKind::usage);
    }
}
