// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>

#include "signalling/adapters/sofia/root_thread.hpp"
#include "signalling/sip/transaction.hpp"

namespace wims::sofia {

/// Mw: one nta agent on one address, UDP and TCP, behind the guard that keeps malformed requests and responses from it.
/// Created, used and destroyed on the RootThread.
class MwAgent : public sip::TransactionLayer {
public:
    /// io: the address cannot be bound.
    static Result<std::unique_ptr<MwAgent>> create(RootThread& thread, const Endpoint& mw, LogSink& log,
                                                   std::string_view entity, Metrics& metrics);
    /// As bound, advertised ip: for Contact, Path and Via.
    virtual TransportAddress local() const = 0;
    /// Sends a request on without a transaction: an ACK or a stray 2xx that an I-CSCF proxies statelessly.
    virtual void send_stateless(sip::Message message, std::string next_hop) = 0;
};

}  // namespace wims::sofia
