// SPDX-License-Identifier: Apache-2.0
#include "asker.hpp"

#include "support/received_dscp.hpp"

using namespace wims;
using namespace wims::test;

namespace {

core_leg::UdpSocket telling_socket() {
    auto socket = *core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    const int on = 1;
    REQUIRE(setsockopt(socket.fd(), IPPROTO_IP, IP_RECVTOS, &on, sizeof on) == 0);
    return socket;
}

std::vector<std::uint8_t> rtp(std::uint8_t type) { return {0x80, type, 0, 1, 0, 0, 0, 1, 0, 0, 0, type, 1, 2, 3}; }

}  // namespace

TEST_CASE("AGW-02: audio, video and what is sent on W3 leave with the DiffServ code points configured for each") {
    auto config = Asker::config();
    SUBCASE("by default voice is expedited, video assured") {}
    SUBCASE("configured") {
        config.dscp_audio = 10;
        config.dscp_video = 20;
        config.dscp_w3 = 63;
    }
    Asker asker(config);
    Wic wic;
    const auto audio = telling_socket(), video = telling_socket();
    auto r = request(2);
    r.access_remote = wic.remote();
    r.streams[0].payloads = {{8, 8, "PCMA", 8000, 0}};
    r.streams[0].core_remote = iq::CoreRemote{audio.local().text(), {}};
    r.streams[1].media = iq::MediaType::video;
    r.streams[1].payloads = {{102, 102, "H264", 90000, 0}};
    r.streams[1].core_remote = iq::CoreRemote{video.local().text(), {}};
    const auto reserved = asker.reserve(r);
    REQUIRE(reserved.ok());
    wic.check(*reserved);
    REQUIRE(wic.handshake(*reserved));
    REQUIRE(asker.wait_for(EventKind::dtls_established));
    wic.send_media(*reserved, rtp(8));
    CHECK(received_dscp(audio.fd()) == config.dscp_audio);
    wic.send_media(*reserved, rtp(102));
    CHECK(received_dscp(video.fd()) == config.dscp_video);
    while (!wic.receive(0).empty()) {
    }
    const int on = 1;
    REQUIRE(setsockopt(wic.socket.fd(), IPPROTO_IP, IP_RECVTOS, &on, sizeof on) == 0);
    wic.check(*reserved);
    CHECK(received_dscp(wic.socket.fd()) == config.dscp_w3);
}

TEST_CASE("AGW-02: a DiffServ code point over 63 is a wrong configuration") {
    RecordingHost host;
    auto config = Asker::config();
    config.dscp_video = 64;
    const auto made = ImsAgw::create(config, host, host);
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().kind == ErrorKind::usage);
    CHECK(made.error().text.find("DSCP") != std::string::npos);
}
