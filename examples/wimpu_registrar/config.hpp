// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/registry/wimpu_registrar.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// The keys of a wIMPU Registrar, whichever way W6 and W7 reach it.
void declare(Keys& keys, registry::WimpuRegistrarConfig& config);

}  // namespace wims::host
