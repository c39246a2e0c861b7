// SPDX-License-Identifier: Apache-2.0
#include <wims/common/ids.hpp>

#include "common/core/random.hpp"

namespace wims {

TrailId TrailId::create() {
    TrailId id;
    id.hex_ = random_hex(32);
    return id;
}

TrailId TrailId::from(std::string_view hex) {
    TrailId id;
    if (hex.size() != 32) return id;
    std::string text(hex);
    for (char& c : text) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return id;
    }
    id.hex_ = std::move(text);
    return id;
}

}  // namespace wims
