// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/counters.hpp>

namespace wims::signalling {

std::string_view name_of(Counter counter) noexcept {
    switch (counter) {
#define X(id, name, text) \
    case Counter::id: return name;
        WIMS_SIGNALLING_COUNTERS(X)
#undef X
    }
    return "unknown";
}

}  // namespace wims::signalling
