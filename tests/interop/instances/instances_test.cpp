// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "interop/instances/browser.hpp"
#include "interop/instances/deployment.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// Calls out, and is called by the identity that the core saw. The block that serves the user, "w1" or "w2".
std::string exercise(Deployment& deployment, Browser& browser, const std::string& user) {
    const auto before = deployment.core.got("INVITE").size();
    CHECK(browser.call("sip:echo@ims.operator.example") == 200);
    const auto invites = deployment.core.got("INVITE");
    REQUIRE(invites.size() == before + 1);
    const std::string identity(sip::address_of(invites.back().get("P-Asserted-Identity")));
    const auto block = identity.substr(4, 2);
    CHECK(invites.back().get("Via").find(deployment.mw_of(block)) != std::string_view::npos);

    auto call = std::async(std::launch::async, [&] {
        return deployment.core.call(deployment.mw_of(block), '<' + identity + '>', "to-" + user).status();
    });
    CHECK(browser.pick_up());
    CHECK(call.get() == 200);
    return block;
}

}  // namespace

TEST_CASE("EPC-15 EPC-16 FOV-08: 2 blocks, 2 P-CSCF instances, 2 IWFs: any WIC registers, calls and is called") {
    Deployment deployment;
    std::map<std::uint32_t, std::unique_ptr<Deployment::Edge>> iwfs;
    for (const std::uint32_t node : {1u, 2u}) iwfs[node] = deployment.add_iwf(node);

    std::set<std::string> blocks;
    std::vector<std::unique_ptr<Browser>> browsers;
    for (int i = 0; i < 8; ++i) {
        const auto user = "user" + std::to_string(i);
        browsers.push_back(std::make_unique<Browser>(iwfs.at(i % 2 == 0 ? 1u : 2u)->iwf->local(), user));
        CAPTURE(user);
        REQUIRE(browsers.back()->log_in() == 200);
        blocks.insert(exercise(deployment, *browsers.back(), user));
    }
    CHECK(blocks.size() == 2);
    CHECK(deployment.host.counted("iwf.flows_moved") > 0);
    CHECK(deployment.block_registers() == 2);

    iwfs.at(1).reset();  // killed: its WICs come back by the other one, to the block that they had
    CHECK(settles([&] {
        return deployment.instances[0]->links->nodes().size() == 1 &&
               deployment.instances[1]->links->nodes().size() == 1;
    }));
    REQUIRE(browsers[1]->log_in() == 200);
    exercise(deployment, *browsers[1], "user1again");
    Browser back(iwfs.at(2)->iwf->local(), "user0");
    REQUIRE(back.log_in() == 200);
    exercise(deployment, back, "user0again");

    iwfs[3] = deployment.add_iwf(3);
    Browser late(iwfs.at(3)->iwf->local(), "user9");
    REQUIRE(late.log_in() == 200);
    exercise(deployment, late, "user9");
    CHECK(deployment.block_registers() == 2);  // no block moved, none registered again
    CHECK_FALSE(deployment.host.said("Bearer"));

    // A P-CSCF that goes: its flows are told to come again, the others go on.
    std::map<std::string, std::vector<Browser*>> in_block;
    in_block[exercise(deployment, *browsers[3], "user3again")].push_back(browsers[3].get());
    in_block[exercise(deployment, back, "user0again2")].push_back(&back);
    REQUIRE(in_block.size() == 2);
    deployment.instances[0]->links.reset();
    for (auto* browser : in_block["w1"]) CHECK(browser->close_code() == 1012);
    for (auto* browser : in_block["w2"]) CHECK(browser->log_in() == 200);
    iwfs.clear();
}
