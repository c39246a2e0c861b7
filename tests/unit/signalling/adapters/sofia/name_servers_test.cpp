// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/name_servers.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

namespace wims::sofia::test {
namespace {

bool in_reach(const std::string& resolv_conf) {
    char path[] = "/tmp/wims-resolv-XXXXXX";
    const int fd = mkstemp(path);
    REQUIRE(fd >= 0);
    close(fd);
    std::ofstream(path) << resolv_conf;
    const bool answer = name_server_in_reach(path);
    unlink(path);
    return answer;
}

// A socket cannot be connected to the broadcast address, as to any server when there is no route.
TEST_CASE("a name server is in reach when a socket to one of those named can be connected") {
    CHECK(in_reach("search example\nnameserver 127.0.0.1\n"));
    CHECK_FALSE(in_reach("nameserver 255.255.255.255\n"));
    CHECK(in_reach("nameserver 255.255.255.255\n# nameserver 1.2.3.4\nnameserver 127.0.0.10\n"));
    CHECK_FALSE(in_reach("nameserver not-an-address\n"));
    CHECK(in_reach("options timeout:1\n"));  // none named: this host
    CHECK(name_server_in_reach("/nowhere/resolv.conf"));
}

}  // namespace
}  // namespace wims::sofia::test
