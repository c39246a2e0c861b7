// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/address.hpp>
#include <wims/common/ids.hpp>

#include "signalling/sip/message.hpp"

namespace wims::icscf {

/// The trail of a request: its Session-ID's UUID, or a new one. [RFC 7989]
TrailId trail_of(const sip::Message& request);

/// Where a located request goes.
struct Target {
    std::string impu;         ///< new Request-URI; empty: as it came
    std::string server_name;  ///< the S-CSCF, a SIP URI
    std::string wildcard;     ///< for P-Profile-Key; empty: none
};

/// The request as it leaves: own Route removed and the S-CSCF's on top, Request-URI, P-Profile-Key (ICS-07), Max-Forwards
/// one less, a Session-ID of `trail` where there was none. All else, To and the Via stack among it, untouched (ICS-06).
/// [TS 24.229 5.3.2.1] Precondition: Max-Forwards is not 0.
sip::Message forwarded(const sip::Message& request, const Target& target, const TransportAddress& own,
                       const TrailId& trail);

/// The hops the request may still make; 70 when it does not say. [RFC 3261 8.1.1.6]
unsigned hops_left(const sip::Message& request);

/// Whether a Request-URI or Route value is this I-CSCF itself.
bool names(std::string_view name_addr, const TransportAddress& own);

}  // namespace wims::icscf
