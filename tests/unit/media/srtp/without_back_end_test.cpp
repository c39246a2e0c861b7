// SPDX-License-Identifier: Apache-2.0
// Built only with WIMS_WITH_LIBSRTP2=OFF.
#include <doctest/doctest.h>

#include <wims/media/ims_agw.hpp>
#include <wims/media/session_engine.hpp>

#include "support/recording_host.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("a library without an SRTP back-end says so when a gateway or an engine is made") {
    RecordingHost host;
    media::ImsAgwConfig config;
    config.w3.bind = {"127.0.0.1", 0};
    config.core_ip = "127.0.0.1";
    const auto gateway = media::ImsAgw::create(config, host, host);
    REQUIRE_FALSE(gateway.ok());
    CHECK(gateway.error().kind == ErrorKind::usage);
    CHECK(gateway.error().text.find("WIMS_WITH_LIBSRTP2 is off") != std::string::npos);

    const auto engine = media::MediaEngine::create({}, WallTime(std::chrono::seconds(1'800'000'000)), host, host);
    REQUIRE_FALSE(engine.ok());
    CHECK(engine.error().text == gateway.error().text);
}
