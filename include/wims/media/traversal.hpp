// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/secret.hpp>

namespace wims::media {

/// For an eIMS-AGW that is itself behind a NAT, or that WICs reach through a TURN server only: each context has a port of
/// its own on the address of ImsAgwConfig::w3, and a full ICE agent (build option WIMS_WITH_LIBNICE). [RFC 8445, RFC 8656]
struct TraversalConfig {
    TransportAddress stun;  ///< numeric; empty ip: none. Gives server-reflexive candidates
    TransportAddress turn;  ///< numeric, UDP; empty ip: none. Gives relayed candidates
    std::string turn_user;
    Secret turn_password;
    bool relay_only = false;  ///< nothing but by the TURN server, and WICs are told no other address
    Duration gathering =
        std::chrono::seconds(2);  ///< a reserve waits at most this long for the servers, then tells what there is
};

}  // namespace wims::media
