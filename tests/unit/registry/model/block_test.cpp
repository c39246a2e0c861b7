// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <set>

#include "registry/model/block.hpp"
#include "support/recording_host.hpp"
#include "support/virtual_executor.hpp"

using namespace wims;
using registry::Block;

namespace {
const auto nobody = [](const std::string&) { return false; };

bool loads(const registry::WimpuRegistrarConfig& config) {
    test::VirtualExecutor executor;
    test::RecordingHost host;
    const auto registrar = registry::WimpuRegistrar::create(config, executor, host, host);
    if (!registrar) {
        CHECK(registrar.error().kind == ErrorKind::usage);
        CHECK(registrar.error().text.size() > 20);
    }
    return registrar.ok();
}

registry::WimpuRegistrarConfig with_blocks(std::vector<registry::BlockRange> blocks) {
    registry::WimpuRegistrarConfig config;
    config.blocks = std::move(blocks);
    return config;
}
}  // namespace

TEST_CASE("R3-11 WR-01: allocated IMPUs match the wildcard and are padded to six digits") {
    auto block = Block::create({"sip:w1-!.*!@o.example", {"e.com"}, 1000});
    REQUIRE(block.ok());
    std::set<std::string> impus;
    for (int i = 0; i < 1000; ++i) {
        const auto impu = block->allocate(nobody);
        REQUIRE(impu);
        CHECK(block->wildcard().matches(*impu));
        CHECK(impu->starts_with("sip:w1-000"));
        impus.insert(*impu);
    }
    CHECK(impus.size() == 1000);
    CHECK_FALSE(block->allocate(nobody));
    block->free("sip:w1-000007@o.example");
    CHECK(block->allocate(nobody) == "sip:w1-000007@o.example");
    CHECK_FALSE(block->allocate(nobody));
}

TEST_CASE("R3-15: a narrow expression gets as many digits as the size needs, or the block is refused") {
    auto narrow = Block::create({"sip:w1-!.{1}!@o.example", {}, 10});
    REQUIRE(narrow.ok());
    CHECK(narrow->allocate(nobody)->size() == std::string("sip:w1-7@o.example").size());
    CHECK_FALSE(Block::create({"sip:w1-!.{1}!@o.example", {}, 11}).ok());
    CHECK_FALSE(Block::create({"sip:w1-![a-z]+!@o.example", {}, 10}).ok());
    CHECK_FALSE(Block::create({"sip:w1-!.*!@o.example", {}, 0}).ok());
}

TEST_CASE("WR-11: an IMPU in use is never given out") {
    auto block = Block::create({"sip:w1-!.*!@o.example", {}, 10});
    int asked = 0;
    const auto impu = block->allocate([&](const std::string&) { return ++asked <= 9; });
    CHECK(impu);
    CHECK(asked == 10);
    block->free(*impu);
    CHECK_FALSE(block->allocate([](const std::string&) { return true; }));
}

TEST_CASE("W6-04: the epoch grows with each change of owner and only then") {
    auto block = Block::create({"sip:w1-!.*!@o.example", {}, 10});
    CHECK_FALSE(block->current(0));
    CHECK(block->claim("a") == 1);
    CHECK(block->claim("a") == 1);
    CHECK(block->claim("b") == 2);
    CHECK(block->current(2));
    CHECK_FALSE(block->current(1));
    CHECK_FALSE(block->current(3));
}

TEST_CASE("ICS-12 R3-07: the loader refuses what would mix users up") {
    CHECK(loads(
        with_blocks({{"sip:w1-!.*!@o.example", {"e.com"}, 10}, {"sip:w2-!.*!@o.example", {"e.com", "f.com"}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-!.*!@o.example", {}, 10}, {"sip:w1!.*!@o.example", {}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-!.*!@o.example", {}, 10}, {"sip:w1-!.*!@o.example", {}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-x@o.example", {}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-!.*!@o.example", {"not a host"}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-!.*!@o.example", {"O.example"}, 10}})));
    CHECK_FALSE(loads(with_blocks({{"sip:w1-!.*!@o.example", {"p.example"}, 10}, {"sip:w2-!.*!@p.example", {}, 10}})));

    auto config = with_blocks({{"sip:w1-!.*!@o.example", {"e.com"}, 10}});
    config.ordinary_domains = {"ims.example"};
    CHECK(loads(config));
    config.ordinary_domains = {"O.EXAMPLE"};
    CHECK_FALSE(loads(config));
    config.ordinary_domains = {"e.com"};
    CHECK_FALSE(loads(config));
    config.ordinary_domains.clear();
    config.contacts_per_entry = 0;
    CHECK_FALSE(loads(config));
}
