// SPDX-License-Identifier: Apache-2.0
#include "wwsf/user_file.hpp"

#include <doctest/doctest.h>

#include "temporary_folder.hpp"

using namespace wims;
using namespace wims::wwsf;

namespace {

std::string entry(const std::string& name, const std::string& identity, const std::string& n = "32768") {
    return R"({"name":")" + name + R"(","identity":")" + identity + R"(","scrypt":{"n":)" + n +
           R"(,"r":8,"p":3,"salt":")" + std::string(32, 'a') + R"(","key":")" + std::string(64, 'b') + R"("}})";
}
std::string users(const std::string& entries) { return R"({"users":[)" + entries + "]}"; }

}  // namespace

TEST_CASE("WWS-03: a user has the one identity that the file gives, in canonical form") {
    const test::TemporaryFolder folder;
    const auto file = UserFile::load(folder.write("u", users(entry("Bob", "sip:Bob@Enterprise.COM:5060"))));
    REQUIRE(file);
    REQUIRE(file->find("bob") != nullptr);
    CHECK(file->find("BOB") == file->find("bob"));
    CHECK(file->find("bob")->identity == "sip:Bob@enterprise.com");
    CHECK(file->find("alice") == nullptr);
    CHECK(file->find("") == nullptr);
}

TEST_CASE("WWS-04: two users never share an identity or a name") {
    const test::TemporaryFolder folder;
    const auto shared = UserFile::load(folder.write(
        "a", users(entry("bob", "sip:Bob@enterprise.com") + "," + entry("eve", "sips:Bob@ENTERPRISE.com"))));
    REQUIRE_FALSE(shared);
    CHECK(shared.error().text.find("two users have the identity sip:Bob@enterprise.com") != std::string::npos);
    const auto twice = UserFile::load(
        folder.write("b", users(entry("bob", "sip:b1@enterprise.com") + "," + entry("BOB", "sip:b2@enterprise.com"))));
    REQUIRE_FALSE(twice);
    CHECK(twice.error().text.find("two users have the name bob") != std::string::npos);
}

TEST_CASE("WWS-02: a user file that does not fit is refused and says why") {
    const test::TemporaryFolder folder;
    const auto kind = [&](const std::string& text) {
        const auto file = UserFile::load(folder.write("u", text));
        CHECK_FALSE(file);
        return file ? ErrorKind::internal : file.error().kind;
    };
    CHECK(kind("") == ErrorKind::usage);
    CHECK(kind("[]") == ErrorKind::usage);
    CHECK(kind(users(R"({"name":"bob"})")) == ErrorKind::usage);
    CHECK(kind(users(entry("bob", "tel:+15550100"))) == ErrorKind::usage);
    CHECK(kind(users(entry("", "sip:Bob@enterprise.com"))) == ErrorKind::usage);
    CHECK(kind(users(entry("bob", "sip:Bob@enterprise.com", "1024"))) == ErrorKind::usage);
    CHECK(kind(users(entry("bob", "sip:Bob@enterprise.com", "-1"))) == ErrorKind::usage);
    CHECK(UserFile::load(folder.file("none")).error().kind == ErrorKind::io);
}

TEST_CASE("WWS-04: the demo's users are made once, for their owner only") {
    const test::TemporaryFolder folder;
    const std::string path = folder.file("users.json");
    REQUIRE(make_demo_users(path));
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    const auto made = std::filesystem::last_write_time(path);
    REQUIRE(make_demo_users(path));
    CHECK(std::filesystem::last_write_time(path) == made);
    CHECK_FALSE(write_user_file(path, demo_users()));
    const auto file = UserFile::load(path);
    REQUIRE(file);
    CHECK(file->size() == demo_users().size());
    for (const NewUser& user : demo_users()) {
        REQUIRE(file->find(user.name) != nullptr);
        CHECK(file->find(user.name)->identity == user.identity);
        CHECK(matches(file->find(user.name)->password, user.password));
    }
    CHECK_FALSE(matches(file->nobody(), ""));
    const PasswordHash& bob = file->find("bob")->password;  // a name that nobody has costs the same
    CHECK(file->nobody().n == bob.n);
    CHECK(file->nobody().r == bob.r);
    CHECK(file->nobody().p == bob.p);
}
