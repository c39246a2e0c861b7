// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/w6/registrar.hpp>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// What a REGISTER asks for in its Contact and Expires. [RFC 3261 10.2, RFC 5626 4.2]
struct ContactRequest {
    enum class Kind { query, bind, remove, remove_all };
    Kind kind = Kind::query;
    w6::Contact contact;              ///< bind and remove: uri, instance_id, reg_id, q, call_id, cseq, user_agent
    std::optional<Duration> expires;  ///< as asked for; nothing when the WIC left it to us
    bool outbound = false;            ///< reg-id came with Supported: outbound
};

/// Errors are protocol, 400: `*` with another Contact or without Expires: 0 (E18), two Contacts, no SIP URI.
Result<ContactRequest> contact_request(const sip::Message& request);

/// The Contact value of the 200: the URI exactly as the WIC wrote it, and how long it lives.
std::string contact_value(const w6::Contact& contact, Duration expires);

/// Whether two Contacts of one user are one binding: by instance and reg-id, else by URI. [RFC 5626 6, R3-04]
bool same_binding(const w6::Contact& a, const w6::Contact& b);

/// False when a REGISTER that asks for outbound came through a proxy that does not keep the flow: Path without ob. (E20)
/// [RFC 5626 6]
bool first_hop_keeps_flow(const sip::Message& request);

}  // namespace wims::epcscf
