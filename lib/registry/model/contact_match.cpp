// SPDX-License-Identifier: Apache-2.0
#include "registry/model/contact_match.hpp"

#include "common/identity/public_identity.hpp"

namespace wims::registry {
namespace {

bool same_uri(const std::string& a, const std::string& b) {
    if (a == b) return true;
    const auto x = identity::canonical(a), y = identity::canonical(b);
    return x && y && *x == *y;
}

}  // namespace

bool same_contact(const w6::Contact& a, const w6::Contact& b) {
    if (!a.instance_id.empty() && !b.instance_id.empty()) return a.instance_id == b.instance_id && a.reg_id == b.reg_id;
    return a.flow.instance == b.flow.instance && a.flow.token == b.flow.token && same_uri(a.uri, b.uri);
}

bool in_order(const w6::Contact& stored, const w6::Contact& request) {
    return request.call_id.empty() || stored.call_id != request.call_id || request.cseq > stored.cseq;
}

}  // namespace wims::registry
