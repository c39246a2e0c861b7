// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/contender.hpp"

namespace wims::bench {

namespace {
const std::string address = "127.0.0.1";
const std::string listen = "--listen-ng=" + address + ":" + std::to_string(ng_port);
}  // namespace

Contender Contender::ours(const std::string& program, const std::string& name) {
    return {name,
            {program, listen, "--interface=" + address, "--port-min=30000", "--port-max=65000", "--log=/dev/null"}};
}

/// In user space, as quiet as ours.
Contender Contender::rtpengine(const std::string& program, int threads) {
    return {"rtpengine",
            {program, "--foreground", "--log-stderr", "--log-level=2", "--table=-1", "--no-redis-required", listen,
             "--interface=" + address, "--port-min=30000", "--port-max=65000", "--dtls-passive",
             "--num-threads=" + std::to_string(threads)}};
}

}  // namespace wims::bench
