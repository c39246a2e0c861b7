// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/media/ims_agw.hpp>

#include "support/recording_host.hpp"

TEST_CASE("A library without libnice says so when it is asked for full ICE") {
    wims::test::RecordingHost host;
    wims::media::ImsAgwConfig config;
    config.w3.bind = {"127.0.0.1", 0};
    config.core_ip = "127.0.0.1";
    config.traversal.emplace();
    const auto made = wims::media::ImsAgw::create(config, host, host);
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().kind == wims::ErrorKind::usage);
    CHECK(made.error().text == "webrtc-ims-media was built with WIMS_WITH_LIBNICE off");
}
