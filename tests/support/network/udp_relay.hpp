// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>

#include "common/net/fd.hpp"
#include "support/network/impaired_path.hpp"

namespace wims::test {

/// A bad network between UDP clients and one server, in real time. The server sees each client at a port of its own.
class UdpRelay {
public:
    struct Config {
        TransportAddress listen{"127.0.0.1", 0};
        TransportAddress server;
        Impairments to_server, to_client;
        std::uint64_t seed = 1;
    };
    /// usage: an address is not numeric; io: it cannot be bound.
    static Result<std::unique_ptr<UdpRelay>> create(const Config& config);

    TransportAddress address() const;
    /// Passes on what comes and what is due, for at most this long.
    void run(Duration at_most);

private:
    struct Client {
        TransportAddress address;
        net::Fd far;
        ImpairedPath to_server, to_client;
    };
    UdpRelay(const Config& config, net::Fd near) : config_(config), near_(std::move(near)) {}
    Client* client(const TransportAddress& from);
    void receive_near(TimePoint now);
    void receive_far(Client& client, TimePoint now);
    void deliver(Client& client, TimePoint now);
    int wait(TimePoint now, TimePoint end) const;

    const Config config_;
    net::Fd near_;
    std::map<std::string, Client> clients_;
};

}  // namespace wims::test
