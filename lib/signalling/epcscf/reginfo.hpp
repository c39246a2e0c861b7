// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wims/w6/registrar.hpp>

namespace wims::epcscf {

/// One contact of a reginfo document. [RFC 3680 5.3]
struct ReportedContact {
    w6::Contact contact;
    bool active = true;
    std::string_view event = "registered";  ///< terminated ones: "unregistered", "expired", "rejected"
};

/// An application/reginfo+xml document with the full state of one address of record. The registration is active while
/// one contact is. [RFC 3680 5]
std::string reginfo(std::string_view aor, std::uint32_t version, const std::vector<ReportedContact>& contacts);

}  // namespace wims::epcscf
