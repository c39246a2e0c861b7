// SPDX-License-Identifier: Apache-2.0
#include "asker.hpp"

#include <doctest/doctest.h>
#include <poll.h>

#include "common/net/sockets.hpp"
#include "host/made_on.hpp"

namespace wims::test {

Asker::Asker(std::size_t contexts) {
    config_.ims_agw.w3.bind = {"127.0.0.1", 0};
    config_.ims_agw.core_port_min = 41000;
    config_.ims_agw.core_port_max = 41999;
    config_.ims_agw.contexts = contexts;
    REQUIRE(ng::complete(config_));
    auto agw = media::ImsAgw::create(config_.ims_agw, host_, host_);
    REQUIRE(agw);
    agw_ = std::move(*agw);
    REQUIRE(host::made_on<ng::Server>(thread_, server_, [&] {
        calls_ = std::make_unique<ng::Calls>(config_.calls, thread_.loop(), *agw_, host_);
        return ng::Server::create({"127.0.0.1", 0}, thread_.loop(), *calls_, host_, host_);
    }));
    auto socket = net::bind_udp({"127.0.0.1", 0});
    REQUIRE(socket);
    socket_ = std::move(*socket);
}

Asker::~Asker() {
    thread_.run_and_wait([this] {
        server_.reset();
        calls_.reset();
    });
}

std::string Asker::send(const std::string& datagram) {
    const auto to = net::SocketAddress::from(server_->address());
    ::sendto(socket_.get(), datagram.data(), datagram.size(), 0, to->data(), to->length);
    pollfd readable{socket_.get(), POLLIN, 0};
    if (::poll(&readable, 1, 2000) != 1) return {};
    std::string answer(65536, '\0');
    const auto n = ::recv(socket_.get(), answer.data(), answer.size(), 0);
    answer.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return answer;
}

ng::bencode::Dictionary Asker::ask(ng::bencode::Dictionary body) {
    const auto cookie = "cookie" + std::to_string(++cookie_);
    const auto answer = ng::Message::parse(send(ng::Message{cookie, std::move(body)}.to_string()));
    REQUIRE(answer);
    CHECK(answer->cookie == cookie);
    return answer->body;
}

std::string webrtc_sdp(const std::string& direction, const std::string& setup, const std::string& ufrag) {
    std::string fingerprint = "AB";
    for (int i = 1; i < 32; ++i) fingerprint += ":AB";
    return "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
           "m=audio 9 UDP/TLS/RTP/SAVPF 8\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=rtcp-mux\r\na=" +
           direction + "\r\na=ice-ufrag:" + ufrag + "\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\na=fingerprint:sha-256 " +
           fingerprint + "\r\na=setup:" + setup + "\r\na=rtpmap:8 PCMA/8000\r\n";
}

std::string rtp_sdp(const std::string& direction, int port) {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + std::to_string(port) +
           " RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=" + direction + "\r\n";
}

}  // namespace wims::test
