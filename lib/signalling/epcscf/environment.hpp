// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/executor.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/signalling/counters.hpp>
#include <wims/signalling/p_cscf.hpp>
#include <wims/w1/token.hpp>
#include <wims/w6/registrar.hpp>

#include "signalling/epcscf/flow_token.hpp"
#include "signalling/epcscf/outstanding.hpp"
#include "signalling/sip/transaction.hpp"

namespace wims::epcscf {

using signalling::Counter;

class SessionTable;

/// What an instance is given: the seams, and the Mw leg that its owner made. All of it outlives the instance.
struct InstanceParts {
    Executor& executor;
    const signalling::PCscfConfig& config;
    Logger log;
    Metrics& metrics;
    w1::TokenVerifier& tokens;
    w6::Registrar& registrar;
    iq::Gateway& gateway;
    sip::TransactionLayer& mw;
    std::string mw_host;  ///< "192.0.2.1:5060": our side of Mw, as advertised
};

/// What surrounds every role of one P-CSCF instance: what it was given, and what the roles share. The roles know neither
/// sockets nor a SIP stack. All of it outlives them.
struct Environment : InstanceParts {
    std::string w2_host;  ///< what a WIC sees of us: a name under .invalid, reachable by its flow only
    const FlowTokens& flow_tokens;
    Outstanding& outstanding;
    SessionTable& sessions;
    iq::OwnerId iq_owner;  ///< this instance, to the gateway

    void count(Counter counter) const noexcept { signalling::count(metrics, counter); }
    Deadline registrar_deadline() const noexcept { return executor.now() + config.registrar_timeout; }
    Deadline gateway_deadline() const noexcept { return executor.now() + config.gateway_timeout; }
};

/// Whole milliseconds, for log lines.
inline std::string milliseconds(Duration d) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(d).count());
}

}  // namespace wims::epcscf
