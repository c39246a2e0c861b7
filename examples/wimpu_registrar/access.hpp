// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/registry/registrar_client.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// The keys of W6 and W7 towards a registrar in another process.
void declare(Keys& keys, registry::RegistrarClientConfig& config);

}  // namespace wims::host
