// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/name_servers.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "common/net/fd.hpp"
#include "common/net/socket_address.hpp"

namespace wims::sofia {
namespace {

std::vector<std::string> servers_of(const std::string& resolv_conf) {
    std::vector<std::string> servers;
    std::ifstream file(resolv_conf);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string keyword, address;
        if (words >> keyword >> address && keyword == "nameserver")
            servers.push_back(address.substr(0, address.find('%')));
    }
    if (servers.empty()) servers.emplace_back("127.0.0.1");
    return servers;
}

bool in_reach(const std::string& ip) {
    const auto address = net::SocketAddress::from({ip, 53});
    if (!address) return false;
    const net::Fd fd(::socket(address->family(), SOCK_DGRAM | SOCK_CLOEXEC, 0));
    return fd && ::connect(fd.get(), address->data(), address->length) == 0;
}

}  // namespace

bool name_server_in_reach(const std::string& resolv_conf) {
    const auto servers = servers_of(resolv_conf);
    return std::any_of(servers.begin(), servers.end(), in_reach);
}

}  // namespace wims::sofia
