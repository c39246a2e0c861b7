// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <wims/registry/wimpu_registrar.hpp>

/// The P-CSCF and the registrar of this product together: what only both can show.
using namespace wims;
using namespace wims::test;

namespace {

struct OnRegistry {
    explicit OnRegistry(std::size_t contacts = 3, std::uint64_t size = 1000000)
        : rig({}, [&](Executor& executor, RecordingHost& host) -> w6::Registrar& {
              registry::WimpuRegistrarConfig config;
              config.blocks = {{"sip:w1-!.*!@webrtc.operator.example", {"enterprise.com"}, size}};
              config.contacts_per_entry = contacts;
              auto made = registry::WimpuRegistrar::create(config, executor, host, host);
              REQUIRE(made.ok());
              registrar = std::move(*made);
              return registrar->w6();
          }) {
        rig.block_in_service();
    }
    ~OnRegistry() {
        rig.instance.reset();
        registrar.reset();
    }
    std::size_t contacts() const { return registrar->health().contacts; }

    std::unique_ptr<registry::WimpuRegistrar> registrar;
    Rig rig;
};

std::vector<std::string> listed(Wic& wic) {
    auto query = wic.register_request();
    query.remove("Contact");
    wic.send(query);
    REQUIRE(wic.status(query) == 200);
    return wic.last_response(query).all("Contact");
}

}  // namespace

TEST_CASE("RER-01 R3-03 R3-04: each re-registration has a new expiry; a reloaded page replaces its contact") {
    OnRegistry f;
    Wic wic(f.rig, 1);
    REQUIRE(wic.log_in(600) == 200);
    f.rig.pass(100s);
    CHECK(listed(wic)[0].find(";expires=500") != std::string::npos);
    REQUIRE(wic.log_in(900) == 200);
    CHECK(listed(wic)[0].find(";expires=900") != std::string::npos);
    Wic reloaded(f.rig, 2);
    reloaded.instance = wic.instance;
    REQUIRE(reloaded.log_in(600) == 200);
    const auto contacts = listed(reloaded);
    REQUIRE(contacts.size() == 1);
    CHECK(contacts[0].find(reloaded.contact) != std::string::npos);
    CHECK(f.contacts() == 1);
}

TEST_CASE("R3-04: a reloaded page's earlier self logs out late: the page stays registered") {
    OnRegistry f;
    Wic wic(f.rig, 1);
    REQUIRE(wic.log_in(600) == 200);
    f.rig.pass(1s);
    Wic reloaded(f.rig, 2);
    reloaded.instance = wic.instance;
    REQUIRE(reloaded.log_in(600) == 200);
    const auto late = wic.register_request(0);
    wic.send(late);
    CHECK(wic.status(late) == 200);
    wic.close();
    const auto contacts = listed(reloaded);
    REQUIRE(contacts.size() == 1);
    CHECK(contacts[0].find(reloaded.contact) != std::string::npos);
    CHECK(reloaded.log_in(0) == 200);
    CHECK(f.contacts() == 0);
}

TEST_CASE("RER-03 E21: a REGISTER of the same Call-ID whose CSeq is not higher: 500, the binding as it was") {
    OnRegistry f;
    Wic wic(f.rig, 1);
    REQUIRE(wic.log_in(600) == 200);
    f.rig.pass(10s);
    for (const int cseq : {1, 0}) {
        auto late = wic.register_request(3600);
        late.set("CSeq", std::to_string(cseq) + " REGISTER");
        wic.send(late);
        CHECK(wic.status(late) == 500);
    }
    CHECK(listed(wic)[0].find(";expires=590") != std::string::npos);
    REQUIRE(wic.log_in(600) == 200);
}

TEST_CASE("E19: more contacts than allowed: 403; those of closed flows make room first, the oldest of them") {
    OnRegistry f(3);
    std::vector<std::unique_ptr<Wic>> wics;
    for (std::uint64_t i = 1; i <= 3; ++i) REQUIRE(wics.emplace_back(std::make_unique<Wic>(f.rig, i))->log_in() == 200);
    Wic fourth(f.rig, 4);
    CHECK(fourth.log_in() == 403);
    CHECK(f.contacts() == 3);
    wics[1]->close();
    REQUIRE(fourth.log_in() == 200);
    CHECK(f.contacts() == 3);
    for (const auto& contact : listed(fourth)) CHECK(contact.find(wics[1]->contact) == std::string::npos);
    Wic fifth(f.rig, 5);
    CHECK(fifth.log_in() == 403);
}

TEST_CASE("R3-15 E22: the pool is empty: 503 with Retry-After, and who is there stays") {
    OnRegistry f(3, 1);
    Wic bob(f.rig, 1);
    REQUIRE(bob.log_in() == 200);
    Wic alice(f.rig, 2, "sip:Alice@enterprise.com");
    alice.token = "alices.token";
    const auto request = alice.register_request();
    alice.send(request);
    CHECK(alice.status(request) == 503);
    CHECK(alice.last_response(request).get("Retry-After") == "5");
    CHECK(bob.log_in() == 200);
}

TEST_CASE(
    "W6-04: another instance claims the block: our next write is refused, we serve it no more, the entry is as it was") {
    OnRegistry f;
    Wic wic(f.rig, 1);
    REQUIRE(wic.log_in(600) == 200);
    std::optional<Result<w6::BlockLease>> lease;
    auto claim = async<w6::BlockLease>(
        f.rig.executor, f.rig.executor.now() + 2s,
        [&](Deadline d, Completion<w6::BlockLease> done) {
            f.registrar->w6().claim_block({TrailId::create(), "sip:w1-!.*!@webrtc.operator.example", "p-cscf-2"}, d,
                                          std::move(done));
        },
        [&](Result<w6::BlockLease> answer) { lease = std::move(answer); });
    f.rig.run();
    REQUIRE((lease && lease->ok()));
    const auto request = wic.register_request(600);
    wic.send(request);
    f.rig.pass(1s);
    CHECK(wic.status(request) == 500);
    CHECK(f.rig.instance->blocks_in_service() == 0);
    CHECK(f.rig.host.counted("p_cscf.blocks_fenced") == 1);
    CHECK(wic.log_in(600) == 503);
    CHECK(f.contacts() == 1);
    const auto registers = f.rig.mw.all("REGISTER").size();
    f.rig.pass(600000s);
    CHECK(f.rig.mw.all("REGISTER").size() == registers);
}

TEST_CASE("NID-05 W6-06: the administrator removes a user at the registrar: its flow has no user any more, at once") {
    OnRegistry f;
    Wic wic(f.rig, 1);
    REQUIRE(wic.log_in(600) == 200);
    std::optional<Result<w6::Removed>> removed;
    auto removal = async<w6::Removed>(
        f.rig.executor, f.rig.executor.now() + 2s,
        [&](Deadline d, Completion<w6::Removed> done) {
            f.registrar->remove_user(TrailId::create(), "sip:Bob@enterprise.com", d, std::move(done));
        },
        [&](Result<w6::Removed> answer) { removed = std::move(answer); });
    f.rig.run();
    REQUIRE((removed && removed->ok()));
    CHECK(f.rig.host.counted("p_cscf.contacts_removed") == 1);
    const auto options = wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    wic.send(options);
    CHECK(wic.status(options) == 403);
    CHECK(wic.log_in(600) == 200);
}
