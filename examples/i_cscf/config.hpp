// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <wims/signalling/i_cscf.hpp>
#include <wims/signalling/static_location.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// What the configuration of an enhanced I-CSCF says, whichever way W7 is reached.
struct ICscf {
    signalling::ICscfConfig i_cscf;
    std::vector<signalling::StaticLocation> locations;
};

void declare(Keys& keys, ICscf& config);

}  // namespace wims::host
