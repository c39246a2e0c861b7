// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <optional>

#include <wims/signalling/static_location.hpp>

#include "support/virtual_executor.hpp"

using namespace wims;
using namespace std::chrono_literals;

namespace {
Result<cx::LocationInfoAnswer> locate(cx::LocationDirectory& directory, const std::string& identity) {
    test::VirtualExecutor executor;
    std::optional<Result<cx::LocationInfoAnswer>> answer;
    auto operation = async<cx::LocationInfoAnswer>(
        executor, executor.now() + 2s,
        [&](Deadline d, Completion<cx::LocationInfoAnswer> done) {
            directory.locate({TrailId(), identity}, d, std::move(done));
        },
        [&](Result<cx::LocationInfoAnswer> result) { answer = std::move(result); });
    executor.run();
    REQUIRE(answer.has_value());
    return std::move(*answer);
}
}  // namespace

TEST_CASE("ICS-07 R3-11: the table answers as an HSS would") {
    const auto directory = signalling::make_static_location(
        {{"sip:w1-!.*!@o.example", "sip:127.0.0.1:5060"}, {"sip:w1-9@O.example", "sip:127.0.0.2:5060"}});
    REQUIRE(directory.ok());
    const auto wild = locate(**directory, "sip:w1-1@o.example");
    REQUIRE(wild.ok());
    CHECK(wild->server_name == "sip:127.0.0.1:5060");
    CHECK(wild->wildcarded_public_identity == "sip:w1-!.*!@o.example");
    const auto distinct = locate(**directory, "sip:w1-9@o.example");
    REQUIRE(distinct.ok());
    CHECK(distinct->server_name == "sip:127.0.0.2:5060");
    CHECK(distinct->wildcarded_public_identity.empty());
    for (const char* unknown : {"sip:w2-1@o.example", "tel:+1555", "nonsense"}) {
        const auto answer = locate(**directory, unknown);
        REQUIRE_FALSE(answer.ok());
        CHECK(answer.error().kind == ErrorKind::not_found);
        CHECK(answer.error().status == 404);
    }
}

TEST_CASE("ICS-07: a table that cannot be meant is refused") {
    CHECK_FALSE(signalling::make_static_location({{"nonsense", "sip:127.0.0.1"}}).ok());
    CHECK_FALSE(signalling::make_static_location({{"sip:a@o.example", "nonsense"}}).ok());
    CHECK_FALSE(signalling::make_static_location({{"sip:w-!(!@o.example", "sip:127.0.0.1"}}).ok());
    CHECK_FALSE(
        signalling::make_static_location({{"sip:a@o.example", "sip:127.0.0.1"}, {"sip:a@O.example", "sip:127.0.0.2"}})
            .ok());
}
