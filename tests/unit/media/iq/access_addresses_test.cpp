// SPDX-License-Identifier: Apache-2.0
#include "asker.hpp"

using namespace wims;
using namespace wims::test;

namespace {

ImsAgwConfig both_families() {
    auto config = Asker::config();
    config.w3_also = {Endpoint{{"::1", 0}, ""}};
    return config;
}

const w3::IceCandidate& candidate(const iq::Reserved& reserved, bool v6, const std::string& transport) {
    for (const auto& c : reserved.access.candidates)
        if ((c.address.find(':') != std::string::npos) == v6 && c.transport == transport) return c;
    FAIL("no such candidate");
    return reserved.access.candidates.front();
}

}  // namespace

TEST_CASE("W3-03: a candidate for each address and transport; UDP before TCP, IPv6 before IPv4") {
    auto config = both_families();
    config.ice_tcp = true;
    Asker asker(config);
    const auto reserved = asker.reserve(request());
    REQUIRE(reserved.ok());
    REQUIRE(reserved->access.candidates.size() == 4);
    std::vector<std::uint32_t> priorities;
    for (const auto* transport : {"UDP", "TCP"})
        for (const bool v6 : {true, false}) {
            const auto& c = candidate(*reserved, v6, transport);
            CHECK(c.type == "host");
            CHECK(c.component == 1);
            CHECK(c.port == candidate(*reserved, v6, "UDP").port);
            CHECK(c.tcp_type == (c.transport == "TCP" ? "passive" : ""));
            priorities.push_back(c.priority);
        }
    CHECK(std::is_sorted(priorities.rbegin(), priorities.rend()));
    CHECK(reserved->access_address.ip == "127.0.0.1");  // of c=, for whoever knows no candidates
}

TEST_CASE("AGW-02: a WIC on IPv6 has its call on IPv6") {
    Asker asker(both_families());
    Wic wic("::1");
    auto r = request();
    r.access_remote = wic.remote();
    auto reserved = *asker.reserve(r);
    const auto& c = candidate(reserved, true, "UDP");
    reserved.access_address = {c.address, c.port};
    wic.check(reserved);
    CHECK(wic.handshake(reserved));
    CHECK(asker.wait_for(EventKind::dtls_established));
    CHECK(asker.release(reserved.context).ok());
}

TEST_CASE("AGW-02: addresses that cannot be are refused, each with its reason") {
    const auto refused = [](const std::function<void(ImsAgwConfig&)>& spoil) {
        auto config = Asker::config();
        spoil(config);
        test::RecordingHost host;
        const auto made = ImsAgw::create(config, host, host);
        REQUIRE_FALSE(made.ok());
        return made.error();
    };
    CHECK(refused([](auto& c) {
              c.w3_also = {Endpoint{{"127.0.0.2", 0}, ""}};
          }).text == "w3_also: 127.0.0.2 is of the same address family as w3");
    CHECK(refused([](auto& c) { c.w3_also = {Endpoint{{"gateway.example", 0}, ""}}; }).kind == ErrorKind::usage);
    CHECK(refused([](auto& c) { c.w3_also = {Endpoint{{"2001:db8::1", 0}, ""}}; }).kind == ErrorKind::io);
}
