// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signalling/sip/reliable_transactions.hpp"

namespace wims::sip {

/// What the transactions of one flow share. Private to this folder.
struct ReliableWire {
    Executor& executor;
    ReliableTransactions::Config config;
    ReliableTransactions::Send send;
    bool down = false;  ///< nothing is sent any more

    void put(const std::string& text) {
        if (!down && send) send(text);
    }
};

}  // namespace wims::sip
