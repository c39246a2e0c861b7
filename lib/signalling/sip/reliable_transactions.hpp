// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <wims/common/executor.hpp>

#include "signalling/sip/transaction.hpp"

namespace wims::sip {

/// Transactions over one W2 flow: the reliable half of RFC 3261 section 17 (timers B, C, F; no retransmission).
/// Sans-IO: messages in by receive(), text out by `send`, time from the executor. [RFC 7118 5]
class ReliableTransactions final : public TransactionLayer {
public:
    struct Config {
        std::string sent_by;  ///< of our Via: the P-CSCF's name or advertised address; transport is WSS
        Duration timer_b = std::chrono::seconds(32);
        Duration timer_c = std::chrono::seconds(181);
        Duration timer_f = std::chrono::seconds(32);
        std::size_t limit = 200;  ///< server transactions at once on one flow; beyond it 503
    };
    using Send = std::function<void(std::string text)>;

    ReliableTransactions(Executor& executor, Config config, Send send);
    ~ReliableTransactions() override;

    void receive(Message message);
    /// The flow is gone: server transactions' cancel handlers and client transactions' local 503 run, nothing is sent.
    void flow_down();

    ClientTransactionPtr request(Message request, ResponseHandler on_response, std::string next_hop = {}) override;
    void acknowledge(Message ack, std::string next_hop = {}) override;
    void on_request(RequestHandler handler) override;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace wims::sip
