// SPDX-License-Identifier: Apache-2.0
// A bad network as a program: says "listening PORT" and relays until it is ended.
#include <CLI/CLI.hpp>

#include <iostream>

#include "common/net/socket_address.hpp"
#include "support/network/udp_relay.hpp"

int main(int argc, char** argv) {
    using namespace wims;
    using std::chrono::milliseconds;

    std::string server, listen = "127.0.0.1:0";
    test::UdpRelay::Config config;
    test::Impairments both;
    int delay = 0, jitter = 0, reorder_by = 30;
    CLI::App app("UDP between clients and one server, with losses and delays: the same seed gives the same ones");
    app.add_option("--server", server, "IP:PORT")->required();
    app.add_option("--listen", listen, "IP:PORT, port 0 takes a free one");
    app.add_option("--seed", config.seed);
    app.add_option("--loss", both.loss, "share of 1, in each direction");
    app.add_option("--duplication", both.duplication, "share of 1");
    app.add_option("--reordering", both.reordering, "share of 1");
    app.add_option("--reorder-by", reorder_by, "ms");
    app.add_option("--delay", delay, "ms");
    app.add_option("--jitter", jitter, "ms");
    app.add_option("--rate", both.octets_per_second, "octets a second");
    CLI11_PARSE(app, argc, argv);

    both.delay = milliseconds(delay);
    both.jitter = milliseconds(jitter);
    both.reorder_by = milliseconds(reorder_by);
    config.to_server = config.to_client = both;
    const auto to = net::parse_transport_address(server), at = net::parse_transport_address(listen);
    if (!to || !at) {
        std::cerr << (to ? at : to).error().text << '\n';
        return 2;
    }
    config.server = *to;
    config.listen = *at;
    auto relay = test::UdpRelay::create(config);
    if (!relay) {
        std::cerr << relay.error().text << '\n';
        return 2;
    }
    std::cout << "listening " << (*relay)->address().port << std::endl;
    for (;;) (*relay)->run(std::chrono::seconds(1));
}
