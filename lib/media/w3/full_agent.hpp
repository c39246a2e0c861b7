// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <wims/common/result.hpp>
#include <wims/media/ip_endpoint.hpp>
#include <wims/media/packet.hpp>
#include <wims/media/traversal.hpp>
#include <wims/w3/transport.hpp>

#include "common/runtime/event_loop.hpp"

namespace wims::media {

/// ICE of one context by a full agent with a socket of its own. All of it on the loop's thread. [RFC 8445 2]
class FullAgent {
public:
    /// None of these may destroy the agent; on_gathered() may come inside create().
    class User {
    public:
        virtual ~User() = default;
        /// Once: candidates() are all there.
        virtual void on_gathered() = 0;
        /// A pair was selected, the first or another one: its far end.
        virtual void on_pair(const IpEndpoint& remote) = 0;
        /// No pair works, or the WIC withdrew its consent. [RFC 7675]
        virtual void on_ice_lost() = 0;
        /// DTLS, SRTP or SRTCP. Used up.
        virtual void on_access_datagram(Packet& packet) = 0;
    };

    virtual ~FullAgent() = default;

    virtual std::vector<w3::IceCandidate> candidates() const = 0;
    /// Credentials, and candidates besides those known; what is no numeric UDP address is passed over.
    virtual void set_remote(const w3::TransportDescription& remote) = 0;
    /// ICE restart: own credentials from now on, those of the WIC come by set_remote().
    virtual void restart(const w3::IceCredentials& local) = 0;
    /// To the selected pair; false when there is none or it was not taken.
    virtual bool send(std::span<const std::uint8_t> datagram) noexcept = 0;
};

/// Makes them for one worker.
class FullAgents {
public:
    virtual ~FullAgents() = default;
    /// Gathering has begun. `user` outlives it.
    virtual Result<std::unique_ptr<FullAgent>> create(const w3::IceCredentials& local, bool controlling,
                                                      FullAgent::User& user) = 0;
};

/// On `ip`. usage: an address is not numeric, or the library was built without libnice.
Result<std::unique_ptr<FullAgents>> make_full_agents(const TraversalConfig& config, const std::string& ip,
                                                     EventLoop& loop);

}  // namespace wims::media
