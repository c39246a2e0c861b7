// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/async.hpp>

#include "signalling/icscf/environment.hpp"
#include "signalling/icscf/forwarding.hpp"

namespace wims::icscf {

/// One request on its way: who is called → W7 → Cx → S-CSCF, and the responses back. A transaction-stateful proxy that
/// stays out of the dialog. [TS 24.229 5.3.2.1, S2 5.2.2.5.4]
class TerminatingRequest {
public:
    /// `answered` runs once, with the final response. `over` runs once, when no message of it is expected any more; it may
    /// destroy this.
    TerminatingRequest(Environment& environment, sip::ServerTransactionPtr server, Task answered, Task over);

    void start();

private:
    void ask_status(const std::string& identity);
    void locate(const std::string& identity);
    void forward(const cx::LocationInfoAnswer& location);
    void pass_back(const sip::Message& response, bool local);
    void pass_back_again(sip::Message response);
    void cancel();
    void reject(const Error& error);
    void settle();
    void finish();

    Environment& environment_;
    const sip::ServerTransactionPtr server_;
    const sip::Message& request_;
    const TrailId trail_;
    const Logger log_;
    Task on_answered_, over_;
    Target target_;
    Operation question_;
    sip::ClientTransactionPtr client_;
    bool cancelled_ = false, answered_ = false;
    Timer linger_;  // for further 2xx of the callee
};

}  // namespace wims::icscf
