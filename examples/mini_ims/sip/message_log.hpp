// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>

#include "mini_ims/sip/recent_messages.hpp"
#include "mini_ims/sip/sofia.hpp"

namespace wims::mini_ims {

/// One line a SIP message, in or out, found again by its trail. Never a body, never credentials.
class MessageLog {
public:
    /// `recent`, which outlives this, gets what comes in, whole.
    explicit MessageLog(Logger log, RecentMessages* recent = nullptr) : log_(log), recent_(recent) {}

    void request(std::string_view direction, const sip_t* sip, const TransportAddress& peer) const;
    void response(std::string_view direction, const sip_t* sip, int status) const;
    /// What was decided about `sip`.
    void decision(const sip_t* sip, std::string_view text, std::string_view detail) const;

private:
    void write(std::string_view text, const sip_t* sip, std::string_view status, std::string_view peer) const;

    void keep(std::string_view direction, const sip_t* sip) const;

    Logger log_;
    RecentMessages* recent_;
};

}  // namespace wims::mini_ims
