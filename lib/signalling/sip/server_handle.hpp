// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "signalling/sip/transaction.hpp"

namespace wims::sip {

/// What a role holds of a layer's server transaction T: dropping it abandons the transaction.
template <class T>
class ServerHandle final : public ServerTransaction {
public:
    explicit ServerHandle(std::shared_ptr<T> transaction) : transaction_(std::move(transaction)) {}
    ~ServerHandle() override { transaction_->abandon(); }

    const Message& request() const override { return transaction_->request(); }
    void respond(Message response) override { transaction_->respond(std::move(response)); }
    void relay(Message response) override { transaction_->relay(std::move(response)); }
    bool answered() const override { return transaction_->answered(); }
    void on_cancel(CancelHandler handler) override { transaction_->on_cancel(std::move(handler)); }

private:
    std::shared_ptr<T> transaction_;
};

/// What an ACK for a 2xx is passed up in: it takes no response.
class Acknowledgement final : public ServerTransaction {
public:
    explicit Acknowledgement(Message ack) : ack_(std::move(ack)) {}
    const Message& request() const override { return ack_; }
    void respond(Message) override {}
    bool answered() const override { return true; }
    void on_cancel(CancelHandler) override {}

private:
    Message ack_;
};

}  // namespace wims::sip
