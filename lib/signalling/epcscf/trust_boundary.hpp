// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

enum class Crossing : std::uint8_t { to_core, to_access };

/// Whether a header crosses the B2BUA as it is. What the table does not name stays behind: a new header is looked at
/// before it enters the trust domain, and nothing of the core leaks to a WIC unseen. (EPC-17, EPC-18, EPC-20, R3-09,
/// TOK-04) [TS 24.229 4.4]
bool crosses(std::string_view header, Crossing direction) noexcept;

/// Copies what crosses, in order, behind what `to` already has. Option tags that we do not serve (100rel, outbound,
/// path, gruu) are taken out of Supported.
void copy_crossing(const sip::Message& from, sip::Message& to, Crossing direction);

/// The body as it is, with its Content-Type.
void copy_body(const sip::Message& from, sip::Message& to);

/// The option tags of Require and Proxy-Require that we can honour neither ourselves nor by passing them on. [RFC 3261
/// 8.2.2.3]
std::vector<std::string> unsupported(const sip::Message& request);

}  // namespace wims::epcscf
