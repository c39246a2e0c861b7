// SPDX-License-Identifier: Apache-2.0
#include "i_cscf/config.hpp"

namespace wims::host {

namespace {
void declare_location(Keys& keys, signalling::StaticLocation& location) {
    keys.text("public_identity", location.public_identity, sip_uri, "distinct, or a block's wildcard").required();
    keys.text("server_name", location.server_name, sip_uri, "its S-CSCF").required();
}
}  // namespace

void declare(Keys& keys, ICscf& config) {
    keys.endpoint("mw", config.i_cscf.mw, "SIP, UDP and TCP");
    keys.texts("domains", config.i_cscf.domains, host_name, "of WebRTC users and blocks (ICS-01)").required();
    keys.list<signalling::StaticLocation>("locations", config.locations, "who serves whom: what an HSS would say (Cx)",
                                          declare_location)
        .required();
    keys.seconds("status_timeout_seconds", config.i_cscf.status_timeout, {1, 30}, "W7; then 504 (ICS-10)");
    keys.seconds("location_timeout_seconds", config.i_cscf.location_timeout, {1, 30}, "Cx; then 504");
}

}  // namespace wims::host
