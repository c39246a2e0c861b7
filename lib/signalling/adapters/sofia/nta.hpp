// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wims::sofia {
class NtaAgent;
class MwServer;
class MwClient;
}  // namespace wims::sofia

// Sofia's headers take the types of our contexts from these; so they are included only through this one.
#define NTA_AGENT_MAGIC_T ::wims::sofia::NtaAgent
#define NTA_LEG_MAGIC_T ::wims::sofia::NtaAgent
#define NTA_INCOMING_MAGIC_T ::wims::sofia::MwServer
#define NTA_OUTGOING_MAGIC_T ::wims::sofia::MwClient

#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip_extra.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>

namespace wims::sofia {

/// Once per process and before any parsing: P-Asserted-Identity and its like get header classes, and sofia's log, which
/// would go to stderr, goes nowhere. Thread-safe.
void init_sofia();

}  // namespace wims::sofia
