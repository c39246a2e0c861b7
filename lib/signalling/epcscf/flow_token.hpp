// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/iwf/link.hpp>

namespace wims::epcscf {

/// Seals the name of a W2 flow so that only this P-CSCF instance can read it back: AES-256-GCM over node, boot,
/// connection, expiry and instance, with the key's id in front; base64url. [RFC 5626 5.2, design section 4]
/// The key lives as long as the process: after a restart every flow of before is gone too, and so are its tokens.
class FlowTokens {
public:
    explicit FlowTokens(std::string instance);

    std::string seal(const iwf::FlowId& flow, WallTime expires) const;

    /// auth: not sealed here, altered, for another instance, or expired at `now`.
    Result<iwf::FlowId> open(std::string_view token, WallTime now) const;

private:
    std::string instance_;
    std::uint8_t key_id_;
    std::array<std::uint8_t, 32> key_;
};

}  // namespace wims::epcscf
