// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wims::sofia {

/// Whether this host has a way to one of the name servers that the file names (resolv.conf(5); none named: 127.0.0.1).
/// Nothing is sent. sofia's resolver turns for ever, and its thread with it, when a socket to none of them can be
/// connected, so a name is given to it only when this says yes.
bool name_server_in_reach(const std::string& resolv_conf = "/etc/resolv.conf");

}  // namespace wims::sofia
