// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "registry/store/name_index.hpp"

using namespace wims;
using namespace wims::registry;

TEST_CASE("WR-06: whatever comes and goes, both names find the entry and no other name does") {
    auto block = *Block::create({"sip:w1-!.*!@o.example", {"e.com"}, 1000000});
    NameIndex index;
    std::mt19937 random(1);
    std::map<std::string, std::string> model;  // external → IMPU
    const auto name = [](unsigned i) { return "sip:u" + std::to_string(i) + "@e.com"; };
    for (int step = 0; step < 20000; ++step) {
        const auto external = name(random() % 3000);
        if (const auto known = model.find(external); known != model.end()) {
            Entry* entry = index.find(external);
            REQUIRE(entry != nullptr);
            CHECK(entry == index.find(known->second));
            CHECK(index.remove(*entry)->external_identity() == external);
            CHECK(index.find(known->second) == nullptr);
            model.erase(known);
        } else {
            CHECK(index.find(external) == nullptr);
            const auto impu = "sip:w1-" + std::to_string(step) + "@o.example";
            index.add(std::make_unique<Entry>(block, impu, external, w6::AllocatedBy::epcscf));
            model.emplace(external, impu);
        }
    }
    CHECK(index.size() == model.size());
    std::set<std::string> walked;
    for (std::size_t part = 0; part < NameIndex::parts; ++part)
        for (const auto* entry : index.part(part)) CHECK(walked.insert(entry->impu()).second);
    CHECK(walked.size() == model.size());
    for (const auto& [external, impu] : model) CHECK(index.find(impu)->external_identity() == external);
}
