// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/interfaces.hpp"

namespace wims::ng {

Result<void> Interfaces::fit(const Flags& flags, ims_alg::Side from) const {
    const bool from_access = from == ims_alg::Side::access;
    const std::string_view names[] = {from_access ? access : core, from_access ? core : access};
    for (std::size_t i = 0; i < flags.direction.size() && i < 2; ++i)
        if (flags.direction[i] != names[i])
            return Error{
                ErrorKind::usage,
                "not served: direction \"" + flags.direction[i] + "\" where \"" + std::string(names[i]) + "\" is", 0};
    const bool v6 = from_access ? core_v6 : access_v6;
    if (!flags.address_family.empty() && flags.address_family != (v6 ? "IP6" : "IP4"))
        return Error{ErrorKind::usage, "not served: address-family \"" + flags.address_family + "\"", 0};
    return {};
}

}  // namespace wims::ng
