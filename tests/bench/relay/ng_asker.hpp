// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/address.hpp>

#include "common/net/fd.hpp"
#include "ng_gateway/ng/message.hpp"

namespace wims::bench {

/// The ng protocol from the proxy's side, one command at a time.
class NgAsker {
public:
    explicit NgAsker(const TransportAddress& daemon);

    /// True when the daemon answers ping within 10 s.
    bool wait();
    /// Empty after 2 s without an answer.
    ng::bencode::Dictionary ask(ng::bencode::Dictionary body);

private:
    net::Fd socket_;
    std::uint64_t cookie_ = 0;
};

}  // namespace wims::bench
