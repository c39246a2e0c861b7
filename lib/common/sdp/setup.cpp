// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/setup.hpp"

namespace wims::sdp {

std::optional<Setup> parse_setup(std::string_view value) noexcept {
    for (const auto setup : {Setup::active, Setup::passive, Setup::actpass, Setup::holdconn})
        if (value == to_string(setup)) return setup;
    return std::nullopt;
}

std::string_view to_string(Setup setup) noexcept {
    switch (setup) {
        case Setup::active: return "active";
        case Setup::passive: return "passive";
        case Setup::actpass: return "actpass";
        case Setup::holdconn: break;
    }
    return "holdconn";
}

}  // namespace wims::sdp
