// SPDX-License-Identifier: Apache-2.0
#include <wims/registry/counters.hpp>

namespace wims::registry {

std::string_view name_of(Counter counter) noexcept {
    switch (counter) {
#define X(id, name, text) \
    case Counter::id: return name;
        WIMS_REGISTRY_COUNTERS(X)
#undef X
    }
    return "unknown";
}

}  // namespace wims::registry
