// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/setup.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/trust_boundary.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

std::optional<sip::Message> refuse_initial(const sip::Message& request) {
    if (request.has("Max-Forwards") && sip::number(request.get("Max-Forwards"), 255) == 0U)
        return sip::Message::response_to(request, 483);
    if (const auto tags = unsupported(request); !tags.empty()) {
        auto response = sip::Message::response_to(request, 420);
        for (const auto& tag : tags) response.append("Unsupported", tag);
        return response;
    }
    return std::nullopt;
}

std::optional<sip::Message> refuse_stranger(const Flow& flow, const sip::Message& request) {
    if (!flow.user()) return sip::Message::response_to(request, 403, "Not registered");
    const auto from = identity::canonical(sip::address_of(request.get("From")));
    if (from && *from == flow.user()->identity) return std::nullopt;
    return sip::Message::response_to(request, 403, "From is not the registered identity");
}

bool looped(const sip::Message& request, std::string_view our_sent_by) {
    for (const auto& via : request.all("Via")) {
        const std::string_view head = sip::trim(std::string_view(via).substr(0, via.find(';')));
        const auto space = head.find_last_of(" \t");
        if (space != std::string_view::npos && sip::equal_without_case(head.substr(space + 1), our_sent_by))
            return true;
    }
    return false;
}

std::string next_max_forwards(const sip::Message& request) {
    const auto hops = sip::number(request.get("Max-Forwards"), 255).value_or(70U);
    return std::to_string(std::min(hops, 70U) - (hops > 0 ? 1U : 0U));
}

int status_of_registrar(const Error& error) noexcept {
    if (error.kind == ErrorKind::timeout) return 504;
    if (error.kind == ErrorKind::io && error.status != 500) return 504;
    return 500;
}

}  // namespace wims::epcscf
