// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "common/net/fd.hpp"
#include "ng_gateway/config.hpp"
#include "ng_gateway/ng/server.hpp"
#include "support/recording_host.hpp"

namespace wims::test {

/// The whole host but its main, on loopback ports of the moment, and somebody who asks it over UDP.
class Asker {
public:
    explicit Asker(std::size_t contexts = 100);
    ~Asker();

    /// The answer to the next cookie.
    ng::bencode::Dictionary ask(ng::bencode::Dictionary body);
    /// One datagram as it is, and what comes back; empty after 2 s.
    std::string send(const std::string& datagram);

    media::ImsAgw::Health media() const { return agw_->health(); }
    const RecordingHost& host() const { return host_; }

private:
    RecordingHost host_;
    ng::Config config_;
    std::unique_ptr<media::ImsAgw> agw_;
    LoopThread thread_{"ng"};
    std::unique_ptr<ng::Calls> calls_;
    std::unique_ptr<ng::Server> server_;
    net::Fd socket_;
    int cookie_ = 0;
};

std::string webrtc_sdp(const std::string& direction = "sendrecv", const std::string& setup = "actpass",
                       const std::string& ufrag = "abcd");
std::string rtp_sdp(const std::string& direction = "sendrecv", int port = 4000);

}  // namespace wims::test
