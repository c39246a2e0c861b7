// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wims/cx/location.hpp>
#include <wims/w7/status.hpp>

/// What the I-CSCF decides, without a SIP message: every error's status is the SIP status to answer with.
namespace wims::icscf {

/// Whom a Request-URI calls.
struct Called {
    bool listed = false;   ///< a WebRTC domain: W7 comes before the HSS (ICS-01, ICS-02)
    std::string identity;  ///< canonical where it is a SIP identity; else the URI as it came
};
/// Domains match on whole labels (ICS-08). Errors only for listed domains: 404 without a user, 400 for a URI that names
/// none properly. Anything else is a standard I-CSCF's business (ICS-09).
Result<Called> called_by(std::string_view request_uri, const std::vector<std::string>& domains);

/// Whom to look for in the HSS and to put in the Request-URI: the individual IMPU. (ICS-06)
struct Proceed {
    std::string impu;
    std::string wimpu;
};
/// W7's answer: 480 known but not registered, 404 unknown (ICS-04), 504 late or unreachable, 500 any other failure
/// (ICS-10).
Result<Proceed> judge(const Result<w7::Status>& status);

/// The HSS's answer: 404 and 480 as it says (TRM-13), 504 late or unreachable, 500 any other failure.
Result<cx::LocationInfoAnswer> judge(Result<cx::LocationInfoAnswer> location);

}  // namespace wims::icscf
