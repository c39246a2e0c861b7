// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/link/peer_name.hpp"

#include "common/core/ascii.hpp"

namespace wims::iwf {

namespace {

bool permits(const std::string& permitted, const std::string& name) {
    if (!permitted.starts_with("*.")) return equal_without_case(permitted, name);
    const auto label = name.find('.');
    return label != std::string::npos && label > 0 && equal_without_case(permitted.substr(1), name.substr(label));
}

}  // namespace

std::optional<std::string> permitted_name(const std::vector<std::string>& names,
                                          const std::vector<std::string>& permitted) {
    for (const auto& name : names)
        for (const auto& one : permitted)
            if (!name.empty() && permits(one, name)) return name;
    return std::nullopt;
}

}  // namespace wims::iwf
