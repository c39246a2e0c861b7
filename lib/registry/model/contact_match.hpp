// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/w6/registrar.hpp>

namespace wims::registry {

/// R3-04: the same (instance, reg-id) where both have an instance, so that a page reload replaces; else the same URI
/// on the same flow. [RFC 5626 6]
bool same_contact(const w6::Contact& a, const w6::Contact& b);

/// RER-03: a request with the Call-ID of the binding must have a higher CSeq. [RFC 3261 10.3 step 7]
bool in_order(const w6::Contact& stored, const w6::Contact& request);

}  // namespace wims::registry
