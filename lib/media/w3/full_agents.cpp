// SPDX-License-Identifier: Apache-2.0
#include "media/w3/full_agent.hpp"

#ifdef WIMS_WITH_LIBNICE
#include "media/adapters/libnice/nice_agents.hpp"
#endif

namespace wims::media {

namespace {

Error usage(std::string text) { return {ErrorKind::usage, std::move(text), 0}; }

}  // namespace

Result<std::unique_ptr<FullAgents>> make_full_agents(const TraversalConfig& config, const std::string& ip,
                                                     EventLoop& loop) {
    for (const auto* server : {&config.stun, &config.turn})
        if (!server->ip.empty() && !IpEndpoint::from(*server))
            return usage("traversal: " + server->ip + " is not numeric");
    if (config.relay_only && config.turn.ip.empty()) return usage("traversal: relay_only needs a TURN server");
#ifdef WIMS_WITH_LIBNICE
    return make_nice_agents(config, ip, loop);
#else
    (void)ip, (void)loop;
    return usage("webrtc-ims-media was built with WIMS_WITH_LIBNICE off");
#endif
}

}  // namespace wims::media
