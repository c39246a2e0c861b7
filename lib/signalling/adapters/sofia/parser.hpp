// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>

#include "signalling/sip/message.hpp"

struct msg_s;
struct sip_s;

namespace wims::sofia {

/// libsofia-sip's parser as the second opinion on what sip::parse or a role accepted: what it refuses, or reads with a
/// faulty header, never comes near its transactions (K1). Any thread. Errors: protocol, status 400.
Result<void> acceptable(std::string_view text);

struct MsgRelease {
    void operator()(msg_s* msg) const noexcept;
};
using Msg = std::unique_ptr<msg_s, MsgRelease>;

/// As acceptable(), and gives the message. It keeps the text of every header, so From and To leave octet for octet.
Result<Msg> make_msg(std::string_view text);

/// What libsofia-sip read; lives as long as `msg`.
const sip_s* sip_of(const Msg& msg) noexcept;

/// For nta_msg_tsend, which takes the topmost Via off a response: puts one in front that is lost there.
Result<Msg> make_forwarded_response(sip::Message response);

/// The text of a message as it was received; only what nta itself changed (Via: received, rport) is printed anew.
std::string text_of(const sip_s* sip);

}  // namespace wims::sofia
