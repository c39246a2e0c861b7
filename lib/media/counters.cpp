// SPDX-License-Identifier: Apache-2.0
#include <wims/media/counters.hpp>

namespace wims::media {

std::string_view name_of(Counter counter) noexcept {
    switch (counter) {
#define X(id, name, text) \
    case Counter::id: return name;
        WIMS_MEDIA_COUNTERS(X)
#undef X
    }
    return "unknown";
}

}  // namespace wims::media
