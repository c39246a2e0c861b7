// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "mini_ims/core.hpp"

namespace wims::mini_ims {

/// GET /state. SIP thread.
nlohmann::ordered_json state_json(const SCscf& s_cscf);

/// One entry of GET /phones. Media loop: it reads the endpoint.
nlohmann::ordered_json phone_json(const PhoneState& phone);

}  // namespace wims::mini_ims
