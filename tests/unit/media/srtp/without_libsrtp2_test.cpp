// SPDX-License-Identifier: Apache-2.0
// Built only with WIMS_WITH_LIBSRTP2=OFF.
#include <doctest/doctest.h>

#include <wims/media/ims_agw.hpp>
#include <wims/media/session_engine.hpp>

#include "support/recording_host.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("a library without libsrtp2 has SRTP, and says so when libsrtp2 is asked for") {
    RecordingHost host;
    media::ImsAgwConfig config;
    config.w3.bind = {"127.0.0.1", 0};
    config.core_ip = "127.0.0.1";
    CHECK(media::ImsAgw::create(config, host, host).ok());
    config.srtp = media::SrtpBackend::libsrtp2;
    const auto gateway = media::ImsAgw::create(config, host, host);
    REQUIRE_FALSE(gateway.ok());
    CHECK(gateway.error().kind == ErrorKind::usage);
    CHECK(gateway.error().text.find("WIMS_WITH_LIBSRTP2 off") != std::string::npos);

    const WallTime now(std::chrono::seconds(1'800'000'000));
    CHECK(media::MediaEngine::create({}, now, host, host).ok());
    media::MediaEngineConfig engine;
    engine.srtp = media::SrtpBackend::libsrtp2;
    const auto refused = media::MediaEngine::create(engine, now, host, host);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().text == gateway.error().text);
}
