// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <wims/common/executor.hpp>

#include "mini_ims/s_cscf/register_decision.hpp"
#include "mini_ims/s_cscf/registrations.hpp"
#include "mini_ims/sip/message_log.hpp"

namespace wims::mini_ims {

/// REGISTER: the I-CSCF's and the S-CSCF's part of it in one. SIP thread.
class Registrar {
public:
    /// Tells that a subscription's registration changed.
    using Changed = std::function<void(const Subscription&, std::string_view event)>;

    Registrar(Executor& executor, RegisterDecision& decision, Registrations& registrations, std::string service_route,
              const MessageLog& log, Changed changed);

    /// Answers the request; it stays the caller's.
    void handle(nta_incoming_t* request, const sip_t* sip);

    /// What the HSS may do: takes a registration away. False when there was none.
    bool remove(const Subscription& subscription);

    /// Headers of the newest REGISTER, refused or not.
    const std::vector<std::string>& last_request() const { return last_request_; }

private:
    void expire();
    void accept(nta_incoming_t* request, const sip_t* sip, const RegisterVerdict& verdict);
    void bind(const sip_t* sip, const RegisterVerdict& verdict);

    Executor& executor_;
    RegisterDecision& decision_;
    Registrations& registrations_;
    const std::string service_route_;
    const MessageLog& log_;
    Changed changed_;

    Timer expiry_;
    std::vector<std::string> last_request_;
};

}  // namespace wims::mini_ims
