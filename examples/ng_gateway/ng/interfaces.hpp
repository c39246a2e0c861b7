// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/result.hpp>

#include "ng_gateway/ng/flags.hpp"

namespace wims::ng {

/// The names by which "direction" speaks of the two sides' addresses, and their families.
struct Interfaces {
    std::string access = "external";
    std::string core = "internal";
    bool access_v6 = false;
    bool core_v6 = false;

    /// usage: a direction or address family that this gateway does not have between these sides, by name.
    Result<void> fit(const Flags& flags, ims_alg::Side from) const;
};

}  // namespace wims::ng
