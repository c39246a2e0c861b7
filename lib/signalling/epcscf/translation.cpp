// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/translation.hpp"

#include "signalling/epcscf/trust_boundary.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

/// The access is the internet: no 3GPP access information exists for it. [TS 24.229 7.2A.4]
constexpr std::string_view access_network = "VIRTUAL-no-PS;network-provided";

bool establishes(const sip::Message& m) {
    const auto& method = m.method();
    const bool subscribes = method == "SUBSCRIBE" || method == "NOTIFY" || method == "REFER";
    if (method != "INVITE" && method != "UPDATE" && !subscribes) return false;
    return m.is_request() || (m.status() > 100 && m.status() < 300);
}

/// [RFC 3325 7, TRM-09]
bool hides_identity(const sip::Message& m) {
    const std::string_view privacy = m.get("Privacy");
    for (std::size_t at = 0; at < privacy.size();) {
        const auto end = std::min(privacy.find_first_of(";,", at), privacy.size());
        if (sip::equal_without_case(sip::trim(privacy.substr(at, end - at)), "id")) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace

Translation::Translation(const Blocks& blocks, SessionId session_id, std::string impu, std::string external)
    : session_id_(std::move(session_id)), impu_(impu), mask_(blocks, std::move(impu), std::move(external)) {}

void Translation::speak_to_core(sip::Message& out) const {
    out.set("Session-ID", session_id_.value());
    if (out.method() != "ACK") out.set("P-Access-Network-Info", std::string(access_network));
    if (!out.is_request()) out.set("P-Asserted-Identity", '<' + impu_ + '>');
}

void Translation::complete(const sip::Message& in, sip::Message& out, const Leg& to) {
    const bool to_core = to.side() == Side::core;
    if (!to_core) session_id_.heard(in);
    copy_crossing(in, out, to_core ? Crossing::to_core : Crossing::to_access);
    if (!to_core && hides_identity(in)) out.remove("P-Asserted-Identity");
    complete(out, to);
}

void Translation::complete(sip::Message& out, const Leg& to) {
    if (establishes(out)) {
        out.set("Contact", to.contact());
        out.set("Allow", std::string(allowed_methods));
    }
    if (to.side() == Side::core) return speak_to_core(out);
    mask_.apply(out);
}

}  // namespace wims::epcscf
