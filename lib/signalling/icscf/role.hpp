// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "signalling/icscf/terminating_request.hpp"

namespace wims::icscf {

/// The enhanced I-CSCF on one transaction layer: initial requests are located and sent on, the rest is refused: REGISTER
/// 403 (blocks register with the core's own I-CSCF, ICS-11), requests inside a dialog 481 (it is in none), Max-Forwards 0
/// 483, any Proxy-Require 420, more than the limit at once 503. [S2 5.2.2.3.3]
class Role {
public:
    explicit Role(Environment environment);
    ~Role();

    std::size_t on_their_way() const noexcept { return requests_.size(); }

private:
    void receive(sip::ServerTransactionPtr server);
    /// The answer to a request that goes no further; 0: it does.
    int refusal(const sip::Message& request) const;

    Environment environment_;
    std::map<std::uint64_t, std::shared_ptr<TerminatingRequest>> requests_;
    std::uint64_t last_ = 0;
    std::size_t unanswered_ = 0;
};

}  // namespace wims::icscf
