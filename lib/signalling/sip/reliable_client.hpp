// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "signalling/sip/reliable_wire.hpp"

namespace wims::sip {

/// One INVITE or non-INVITE client transaction without retransmission: timers B, C, F and M. [RFC 3261 17.1, RFC
/// 6026 7.2]
class ReliableClient : public std::enable_shared_from_this<ReliableClient> {
public:
    /// `request` already has its Via. `finished` runs once.
    ReliableClient(std::shared_ptr<ReliableWire> wire, Message request, ResponseHandler handler, Task finished);

    ClientTransactionPtr handle();
    const std::string& method() const noexcept { return request_.method(); }
    void start();
    void receive(Message response);
    void cancel(std::string reason);
    void fail(int status);  ///< a local response, then the end
    void abandon() { handler_ = nullptr; }
    void stop();  ///< the layer goes away: no timers, no callbacks

private:
    bool invite() const { return request_.method() == "INVITE"; }
    void receive_provisional(const Message& response);
    void deliver(Message response, bool local);
    void send_cancel();
    void acknowledge_failure(const Message& response);
    void finish();

    enum class State { calling, proceeding, accepted, terminated };

    const std::shared_ptr<ReliableWire> wire_;
    const Message request_;
    ResponseHandler handler_;
    Task finished_;
    State state_ = State::calling;
    bool cancel_wanted_ = false, cancel_sent_ = false;
    std::string cancel_reason_;
    Timer end_;  // B, F, then the wait for a cancelled INVITE's response, then M
    Timer timer_c_;
};

}  // namespace wims::sip
