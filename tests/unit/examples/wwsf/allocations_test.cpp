// SPDX-License-Identifier: Apache-2.0
#include "wwsf/allocations.hpp"

#include <doctest/doctest.h>

#include "temporary_folder.hpp"
#include "wwsf/user_file.hpp"

using namespace wims;
using namespace wims::wwsf;

namespace {
Blocks club() {
    return *Blocks::create(
        {{"sip:club-!.*!@webrtc.club.example", "wss://b.example", Allocation::third_party, {}},
         {"sip:w1-!.*!@webrtc.operator.example", "wss://a.example", Allocation::ep_cscf, {"enterprise.com"}}});
}
std::string listed(const std::string& entries) { return R"({"allocations": {)" + entries + "}}"; }
}  // namespace

TEST_CASE("WWS-04 WWS-06: a user keeps the identity that was allocated, and no other user has it") {
    const test::TemporaryFolder folder;
    const std::string file = folder.file("allocations.json");
    auto first = Allocations::load(file, club());
    REQUIRE(first);
    const std::string carol = *first->identity_of("carol", club()), dave = *first->identity_of("dave", club());
    CHECK(carol != dave);
    for (const auto& identity : {carol, dave}) CHECK(club().of(identity)->wimpu == "sip:club-!.*!@webrtc.club.example");
    CHECK(*first->identity_of("carol", club()) == carol);
    REQUIRE(first->changed());
    REQUIRE(first->keep(file));
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::group_read) ==
          std::filesystem::perms::none);

    auto after_restart = Allocations::load(file, club());
    REQUIRE(after_restart);
    CHECK(*after_restart->identity_of("dave", club()) == dave);
    CHECK(*after_restart->identity_of("carol", club()) == carol);
    CHECK_FALSE(after_restart->changed());
    CHECK(*after_restart->identity_of("erin", club()) != carol);
    CHECK(after_restart->changed());
    REQUIRE(after_restart->keep(file));
}

TEST_CASE("WWS-04 WWS-06: a file of allocations that breaks the rules is refused and says why") {
    const test::TemporaryFolder folder;
    const auto why = [&](const std::string& text) {
        const auto made = Allocations::load(folder.write("a", text), club());
        return made ? std::string() : made.error().text;
    };
    CHECK(why(listed(R"("carol": "sip:club-1@webrtc.club.example")")) == "");
    CHECK(why(listed(R"("carol": "sip:club-1@webrtc.club.example", "dave": "sip:club-1@webrtc.club.example")"))
              .find("two users") != std::string::npos);
    CHECK(why(listed(R"("carol": "sip:carol@enterprise.com")")).find("no block of ours") != std::string::npos);
    CHECK(why(listed(R"("carol": 7)")).find("is a text") != std::string::npos);
    CHECK(why("[").find("no file of allocations") != std::string::npos);
    CHECK(why("").find("no file of allocations") != std::string::npos);
}

TEST_CASE("WWS-04 WWS-05: after completion every user has one identity of a block of ours") {
    const test::TemporaryFolder folder;
    const auto users = [&](std::vector<NewUser> list) {
        const std::string file = folder.file("users-" + list.front().name);
        REQUIRE(write_user_file(file, list));
        return *UserFile::load(file);
    };
    auto file = users({{"carol", "Carol", "", "demo-carol"}, {"bob", "Bob", "sip:Bob@enterprise.com", "demo-bob"}});
    CHECK(file.complete(club(), nullptr).error().text.find("carol has no identity") != std::string::npos);
    Allocations allocations;
    REQUIRE(file.complete(club(), &allocations));
    CHECK(file.find("carol")->identity == *allocations.identity_of("carol", club()));
    CHECK(file.find("bob")->identity == "sip:Bob@enterprise.com");

    auto foreign = users({{"eve", "Eve", "sip:eve@ims.operator.example", "demo-eve"}});
    CHECK(foreign.complete(club(), &allocations).error().text.find("of no block of ours") != std::string::npos);
    auto thief =
        users({{"mallory", "Mallory", file.find("carol")->identity, "demo-m"}, {"carol", "Carol", "", "demo-carol"}});
    CHECK(thief.complete(club(), &allocations).error().text.find("the identity of another") != std::string::npos);
}
