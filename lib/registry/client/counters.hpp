// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <wims/registry/registrar_client.hpp>

namespace wims::registry {

enum class ClientCounter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_REGISTRAR_CLIENT_COUNTERS(X)
#undef X
};

std::string_view name_of(ClientCounter counter) noexcept;

}  // namespace wims::registry
