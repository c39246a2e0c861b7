// SPDX-License-Identifier: Apache-2.0
#include "registry/client/counters.hpp"

namespace wims::registry {

std::string_view name_of(ClientCounter counter) noexcept {
    switch (counter) {
#define X(id, name, text) \
    case ClientCounter::id: return name;
        WIMS_REGISTRAR_CLIENT_COUNTERS(X)
#undef X
    }
    return "unknown";
}

}  // namespace wims::registry
