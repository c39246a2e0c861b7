// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wims::host {

/// What a text in a configuration must look like.
struct Format {
    const char* takes;  ///< "an IP address"
    bool (*fits)(const std::string&);
};

extern const Format any_text;  ///< also an empty one
extern const Format some_text;
extern const Format ip_address;  ///< numeric, IPv4 or IPv6
extern const Format host_name;   ///< "ims.operator.example"
extern const Format sip_uri;     ///< "sip:…"
extern const Format wimpu;       ///< "sip:w1-!.*!@webrtc.operator.example"
extern const Format origin;      ///< "https://host[:port]", as browsers write it
extern const Format https_uri;   ///< "https://…"
extern const Format wss_uri;     ///< "wss://host[:port][/path]"
extern const Format urn_uuid;    ///< "urn:uuid:…"

}  // namespace wims::host
