// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "common/net/sockets.hpp"
#include "media/core_leg/datagram_reader.hpp"
#include "media/core_leg/udp_socket.hpp"
#include "media/ice/stun_writer.hpp"

namespace wims::test {

/// coturn on a free port of loopback, for one user with one allocation at a time.
class TurnServer {
public:
    static constexpr const char* user = "gateway";
    static constexpr const char* password = "secret-of-the-gateway";

    TurnServer() {
        address = net::local_address(net::bind_udp({"127.0.0.1", 0})->get());
        const std::string port = std::to_string(address.port), account = std::string(user) + ":" + password;
        pid_ = fork();
        if (pid_ == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            const int out = open("/dev/null", O_WRONLY);
            dup2(out, STDOUT_FILENO);
            dup2(out, STDERR_FILENO);
            execlp("turnserver", "turnserver", "-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
                   "--listening-port", port.c_str(), "--lt-cred-mech", "--realm=test", "--user", account.c_str(),
                   "--no-tls", "--no-dtls", "--no-cli", "--user-quota=1", "--allow-loopback-peers", "--no-stdout-log",
                   "--log-file=/dev/null", "--pidfile=/dev/null", nullptr);
            _exit(127);
        }
        REQUIRE_MESSAGE(answers(), "turnserver does not answer: is Debian's coturn installed?");
    }
    ~TurnServer() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    TurnServer(const TurnServer&) = delete;

    TransportAddress address;

private:
    /// It is a STUN server too.
    bool answers() const {
        auto socket = std::move(*media::core_leg::UdpSocket::bind(*media::IpEndpoint::from({"127.0.0.1", 0})));
        media::core_leg::DatagramReader reader;
        for (int i = 0; i < 100; ++i) {
            media::ice::StunWriter ask(media::ice::StunType::binding_request, {7});
            socket.send(ask.octets(), *media::IpEndpoint::from(address));
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            if (!reader.read(socket.fd()).empty()) return true;
        }
        return false;
    }

    pid_t pid_ = -1;
};

/// A STUN server that sees everybody as the NAT in front of it shows them.
class StunBehindNat {
public:
    explicit StunBehindNat(const media::IpEndpoint& mapped)
        : socket_(std::move(*media::core_leg::UdpSocket::bind(*media::IpEndpoint::from({"127.0.0.1", 0})))),
          thread_([this, mapped](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  std::this_thread::sleep_for(std::chrono::milliseconds(2));
                  for (auto& received : reader_.read(socket_.fd())) answer(received, mapped);
              }
          }) {}

    TransportAddress address() const { return socket_.local().text(); }

private:
    /// libnice asks in the words of RFC 3489: no cookie, and MAPPED-ADDRESS is what it reads.
    void answer(media::core_leg::DatagramReader::Received& received, const media::IpEndpoint& mapped) {
        const auto request = received.packet.octets();
        if (request.size() < 20 || request[0] != 0 || request[1] != 1) return;
        std::vector<std::uint8_t> response{1, 1, 0, 12};
        response.insert(response.end(), request.begin() + 4, request.begin() + 20);
        response.insert(response.end(), {0, 1, 0, 8, 0, 1, static_cast<std::uint8_t>(mapped.port >> 8),
                                         static_cast<std::uint8_t>(mapped.port)});
        response.insert(response.end(), mapped.ip.begin(), mapped.ip.begin() + 4);
        socket_.send(response, received.from);
    }

    media::core_leg::UdpSocket socket_;
    media::core_leg::DatagramReader reader_;
    std::jthread thread_;
};

}  // namespace wims::test
