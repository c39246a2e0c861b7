// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/header_names.hpp"

#include <algorithm>
#include <array>

#include "signalling/sip/syntax.hpp"

namespace wims::sip {
namespace {

constexpr auto list = HeaderKind::Form::list;
constexpr auto text = HeaderKind::Form::text;

// Single: also those outside RFC 3261's mandatory set, since one second copy of them stops libsofia-sip (K1 of the
// guard). Privacy has one value whose parts are split by ";". [RFC 3261 7.3, 20; RFC 3323 4.2]
constexpr auto kinds = std::to_array<HeaderKind>({
    {"Via", list, false, 'v'},
    {"From", text, true, 'f'},
    {"To", text, true, 't'},
    {"Call-ID", text, true, 'i'},
    {"CSeq", text, true},
    {"Max-Forwards", text, true},
    {"Contact", list, false, 'm'},
    {"Content-Length", text, true, 'l'},
    {"Content-Type", text, true, 'c'},
    {"Content-Disposition", text, true},
    {"Content-Encoding", list, false, 'e'},
    {"Content-Language", list},
    {"Route", list},
    {"Record-Route", list},
    {"Path", list},
    {"Service-Route", list},
    {"P-Asserted-Identity", list},
    {"P-Preferred-Identity", list},
    {"P-Associated-URI", list},
    {"P-Visited-Network-ID", list},
    {"Supported", list, false, 'k'},
    {"Require", list},
    {"Proxy-Require", list},
    {"Unsupported", list},
    {"Allow", list},
    {"Allow-Events", list, false, 'u'},
    {"Accept", list},
    {"Accept-Encoding", list},
    {"Accept-Language", list},
    {"Accept-Contact", list, false, 'a'},
    {"Reject-Contact", list, false, 'j'},
    {"Request-Disposition", list, false, 'd'},
    {"Alert-Info", list},
    {"Call-Info", list},
    {"Error-Info", list},
    {"History-Info", list},
    {"Diversion", list},
    {"In-Reply-To", list},
    {"Reason", list},
    {"Warning", list},
    {"Security-Client", list},
    {"Security-Server", list},
    {"Security-Verify", list},
    {"Geolocation", list},
    {"Recv-Info", list},
    {"User-Agent", text, true},
    {"Server", text, true},
    {"Date", text, true},
    {"Subject", text, true, 's'},
    {"Organization", text, true},
    {"MIME-Version", text, true},
    {"Timestamp", text, true},
    {"Priority", text, true},
    {"Privacy", text, true},
    {"Reply-To", text, true},
    {"Retry-After", text, true},
    {"Expires", text, true},
    {"Min-Expires", text, true},
    {"Session-Expires", text, true, 'x'},
    {"Min-SE", text, true},
    {"Event", text, true, 'o'},
    {"Subscription-State", text, true},
    {"RSeq", text, true},
    {"RAck", text, true},
    {"Refer-To", text, true, 'r'},
    {"Refer-Sub", text, true},
    {"Referred-By", text, true, 'b'},
    {"Replaces", text, true},
    {"Join", text, true},
    {"Target-Dialog", text, true},
    {"Session-ID", text, true},
    {"SIP-ETag", text, true},
    {"SIP-If-Match", text, true},
    {"Suppress-If-Match", text, true},
    {"Flow-Timer", text, true},
    {"Identity", text, false, 'y'},
    {"P-Called-Party-ID", text, true},
    {"P-Profile-Key", text, true},
    {"P-Served-User", text, true},
    {"P-Charging-Vector", text, true},
    {"P-Charging-Function-Addresses", text, true},
    {"P-Preferred-Service", text, true},
});

}  // namespace

const HeaderKind* header_kind(std::string_view name) noexcept {
    const auto it = std::find_if(kinds.begin(), kinds.end(), [&](const HeaderKind& kind) {
        if (name.size() == 1 && kind.compact != 0) return equal_without_case(name, {&kind.compact, 1});
        return equal_without_case(name, kind.name);
    });
    return it != kinds.end() ? &*it : nullptr;
}

}  // namespace wims::sip
