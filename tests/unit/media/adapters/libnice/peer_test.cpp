// SPDX-License-Identifier: Apache-2.0
#include "nice_peer.hpp"

using namespace wims;
using namespace wims::test;

namespace {

iq::Reserved reserve(Asker& asker, const NicePeer& peer) {
    auto r = request();
    r.access_remote = peer.remote();
    auto reserved = asker.reserve(r);
    REQUIRE(reserved.ok());
    return *reserved;
}

}  // namespace

TEST_CASE("AGW-02 AGW-03: libnice, controlling, with regular and with aggressive nomination, against the lite end") {
    for (const bool aggressive : {false, true}) {
        CAPTURE(aggressive);
        Asker asker;
        NicePeer peer(true, aggressive);
        const auto reserved = reserve(asker, peer);
        CHECK(reserved.access.ice_lite);
        peer.take(reserved.access);
        CHECK(peer.connect());
        CHECK(peer.pair() == IpEndpoint::from(reserved.access_address));
        CHECK(asker.wait_for(EventKind::dtls_established));
        CHECK(asker.host.counted("agw.checks_refused") == 0);
    }
}

TEST_CASE("AGW-03: libnice, controlled, is told 487 and takes the other role") {
    Asker asker;
    NicePeer peer(false);
    peer.take(reserve(asker, peer).access);
    CHECK(peer.connect());
    CHECK(asker.host.counted("agw.checks_refused") >= 1);
    CHECK(asker.wait_for(EventKind::dtls_established));
}

TEST_CASE("ALG-12: libnice restarts ICE, and its media go on") {
    Asker asker;
    NicePeer peer;
    const auto reserved = reserve(asker, peer);
    peer.take(reserved.access);
    REQUIRE(peer.connect());
    peer.restart({"another0", "another-password-24-xxxx"});
    iq::ConfigureRequest again;
    again.context = reserved.context;
    again.access_remote = peer.remote();
    const auto configured = asker.configure(again);
    REQUIRE(configured.ok());
    REQUIRE(configured->access);
    CHECK(configured->access->ice != reserved.access.ice);
    peer.take(*configured->access);
    CHECK(peer.run_until([&] { return peer.pair().has_value(); }));
    CHECK(asker.host.counted("agw.ice_restarts") == 1);
}

TEST_CASE("AGW-05: libnice answers the gateway's own consent checks") {
    auto config = Asker::config();
    config.consent = ConsentMode::send;
    Asker asker(config);
    NicePeer peer;
    peer.take(reserve(asker, peer).access);
    REQUIRE(peer.connect());
    CHECK(peer.run_until([&] { return asker.host.counted("agw.consent_given") >= 1; }, 8000));
}
