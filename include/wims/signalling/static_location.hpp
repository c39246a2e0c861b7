// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/result.hpp>
#include <wims/cx/location.hpp>

namespace wims::signalling {

/// Who serves whom, written down: what an HSS would say.
struct StaticLocation {
    std::string public_identity;  ///< distinct, "sip:block1-pilot@…", or wildcarded, "sip:w1-!.*!@…"
    std::string server_name;      ///< the S-CSCF, "sip:127.0.0.1:5060"
};

/// Cx bound to a table. A distinct identity beats a wildcarded one; the longest literal part wins (R3-11). Unknown:
/// not_found, 404. Immutable; any thread. usage: an identity or a server name that does not parse, one given twice.
WIMS_API Result<std::unique_ptr<cx::LocationDirectory>> make_static_location(const std::vector<StaticLocation>& table);

}  // namespace wims::signalling
