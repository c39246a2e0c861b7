// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <wims/common/executor.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/signalling/i_cscf.hpp>

#include "signalling/sip/transaction.hpp"

namespace wims::icscf {

/// What the role works with. All outlives it and belongs to the executor's thread. Private to this folder.
struct Environment {
    Executor& executor;
    sip::TransactionLayer& mw;
    std::function<void(sip::Message response)> send_stray;  ///< a response outside any transaction, by its top Via
    w7::StatusDirectory& registrar;
    cx::LocationDirectory& hss;
    Logger log;
    Metrics& metrics;
    std::vector<std::string> domains;
    Duration status_timeout;
    Duration location_timeout;
    TransportAddress own;
    std::size_t limit = 5000;  ///< requests without an answer at once; more are answered 503
};

}  // namespace wims::icscf
