// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/trust_boundary.hpp"

#include <algorithm>
#include <iterator>

#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

struct Row {
    std::string_view name;
    bool to_core;
    bool to_access;
};

/// Each leg writes its own Via, From, To, Call-ID, CSeq, Contact, Max-Forwards, Route, Record-Route, Content-Type and
/// Content-Length: they are not here.
constexpr Row table[] = {
    // name                          to core  to access
    {"Accept", true, true},
    {"Accept-Contact", true, true},
    {"Accept-Encoding", true, true},
    {"Accept-Language", true, true},
    {"Alert-Info", false, true},
    {"Allow-Events", false, false},   // ours to say
    {"Authorization", false, false},  // EPC-18, TOK-04
    {"Proxy-Authorization", false, false},
    {"WWW-Authenticate", false, false},  // a WIC of ours has no secret for the core
    {"Proxy-Authenticate", false, false},
    {"Call-Info", false, true},
    {"Content-Disposition", true, true},
    {"Content-Encoding", true, true},
    {"Content-Language", true, true},
    {"Date", true, true},
    {"Diversion", false, false},
    {"Error-Info", false, true},
    {"Event", true, true},
    {"Expires", true, true},
    {"Feature-Caps", false, false},
    {"Geolocation", false, false},   // unverified location is not asserted
    {"History-Info", false, false},  // holds identities of the core
    {"Info-Package", true, true},
    {"In-Reply-To", false, false},  // names a Call-ID of the other leg
    {"Min-Expires", true, true},
    {"Min-SE", true, true},
    {"MIME-Version", true, true},
    {"Organization", false, true},
    {"P-Access-Network-Info", false, false},  // ours, network-provided
    {"P-Asserted-Identity", false, true},     // EPC-17; masked towards the WIC (TRM-07, TRM-09)
    {"P-Asserted-Service", false, false},
    {"P-Associated-URI", false, false},
    {"P-Called-Party-ID", false, false},  // R3-09
    {"P-Charging-Function-Addresses", false, false},
    {"P-Charging-Vector", false, false},
    {"P-Early-Media", false, false},
    {"P-Preferred-Identity", false, false},  // ORG-06
    {"P-Preferred-Service", true, false},
    {"P-Private-Network-Indication", false, false},
    {"P-Profile-Key", false, false},
    {"P-Served-User", false, false},
    {"P-User-Database", false, false},
    {"P-Visited-Network-ID", false, false},
    {"Priority", true, true},
    {"Privacy", true, false},
    {"Reason", true, true},
    {"Recv-Info", true, true},
    {"Reject-Contact", true, true},
    {"Refer-Sub", true, true},
    {"Refer-To", true, true},      // masked towards the WIC
    {"Referred-By", false, true},  // nobody vouches for what a WIC writes there
    {"Reply-To", false, false},
    {"Request-Disposition", true, false},
    {"Require", true, true},  // after unsupported() has refused the rest
    {"Retry-After", true, true},
    {"Security-Client", false, false},
    {"Security-Verify", false, false},
    {"Server", true, true},
    {"Session-Expires", true, true},
    {"Session-ID", false, false},  // each side its own [RFC 7989 7]
    {"SIP-ETag", true, true},      // of PUBLISH [RFC 3903 11.3]
    {"SIP-If-Match", true, true},
    {"Subject", true, true},
    {"Subscription-State", true, true},
    {"Supported", true, true},
    {"Suppress-If-Match", true, true},
    {"Target-Dialog", false, false},  // names a dialog of the other leg
    {"Unsupported", true, true},
    {"User-Agent", true, true},
    {"User-to-User", true, true},
    {"Warning", true, true},
};

/// What we pass on from end to end. Everything else would need our help on both legs.
constexpr std::string_view passed_tags[] = {"timer", "early-session", "histinfo", "norefersub", "tdialog"};
/// Asked for by clients about their own registration, not about the call.
constexpr std::string_view harmless_tags[] = {"path", "outbound", "gruu"};

bool is_in(std::string_view tag, auto& tags) {
    return std::any_of(std::begin(tags), std::end(tags), [&](auto t) { return sip::equal_without_case(t, tag); });
}

}  // namespace

bool crosses(std::string_view header, Crossing direction) noexcept {
    for (const Row& row : table)
        if (sip::equal_without_case(row.name, header))
            return direction == Crossing::to_core ? row.to_core : row.to_access;
    return false;
}

void copy_crossing(const sip::Message& from, sip::Message& to, Crossing direction) {
    for (const auto& header : from.headers()) {
        if (!crosses(header.name, direction)) continue;
        const bool tags =
            sip::equal_without_case(header.name, "Supported") || sip::equal_without_case(header.name, "Require");
        if (tags && !is_in(sip::trim(header.value), passed_tags)) continue;
        to.append(header.name, header.value);
    }
}

void copy_body(const sip::Message& from, sip::Message& to) {
    if (!from.body().empty()) to.set_body(std::string(from.get("Content-Type")), from.body());
}

std::vector<std::string> unsupported(const sip::Message& request) {
    std::vector<std::string> tags;
    for (const auto name : {"Require", "Proxy-Require"})
        for (const auto& tag : request.all(name))
            if (!is_in(sip::trim(tag), passed_tags) && !is_in(sip::trim(tag), harmless_tags)) tags.push_back(tag);
    return tags;
}

}  // namespace wims::epcscf
