// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/common/error.hpp>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// True for no body at all and for application/sdp. (E26)
bool sdp_or_nothing(const sip::Message& message) noexcept;

/// 415 with what we take. [RFC 3261 21.4.13]
sip::Message not_sdp(const sip::Message& request);

/// The final response for media that cannot be had: 400, 488 with a Warning (E28), or `unavailable` for what the
/// gateway cannot do now (E31).
sip::Message media_refused(const sip::Message& request, const Error& error, int unavailable, std::string_view host);

/// The value of a Reason header that we write: `cause` is a SIP status. [RFC 3326 2]
std::string reason_header(int cause, std::string_view text);

/// What the caller of one leg hears of a failure on the other: 503 is not passed on [RFC 3261 16.7], nor are
/// challenges, redirections and what only our flows mean.
int status_across(int status, bool local, bool from_wic) noexcept;

}  // namespace wims::epcscf
