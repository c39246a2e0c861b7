// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/signalling/iwf.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// The keys of an IWF's edge: W2, whichever way its P-CSCFs are reached.
void declare(Keys& keys, signalling::IwfConfig& config);

}  // namespace wims::host
