// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/executor.hpp>

#include "signalling/sip/transaction.hpp"

namespace wims::test {

/// Mw as the test plays it: requests in by arrive(), what the role sends is kept and answered by the test.
class ScriptedMw final : public sip::TransactionLayer {
public:
    struct Server final : sip::ServerTransaction {
        explicit Server(sip::Message m) : message(std::move(m)) {}
        const sip::Message& request() const override { return message; }
        void respond(sip::Message response) override { keep(std::move(response)); }
        void relay(sip::Message response) override {
            if (response.status() >= 200 && !answered()) relayed = true;
            keep(std::move(response));
        }
        bool answered() const override { return !responses.empty() && responses.back().status() >= 200; }
        void on_cancel(CancelHandler handler) override { cancel_handler = std::move(handler); }
        void keep(sip::Message response) {
            if (!answered()) responses.push_back(std::move(response));
        }

        sip::Message message;
        std::vector<sip::Message> responses;
        bool relayed = false;
        CancelHandler cancel_handler;
    };
    struct Sent {
        sip::Message message;
        sip::ResponseHandler handler;
        std::string next_hop;
        int cancels = 0;
        bool listened = true;
    };

    explicit ScriptedMw(Executor& executor) : executor_(executor) {}

    std::shared_ptr<Server> arrive(sip::Message request) {
        auto server = std::make_shared<Server>(std::move(request));
        executor_.post([this, server] {
            if (handler_) handler_(server);
        });
        return server;
    }
    /// The peer's (or the layer's own) response to the n-th request sent.
    void answer(std::size_t n, sip::Message response, bool local = false) {
        executor_.post([sent = this->sent.at(n), response = std::move(response), local] {
            if (sent->listened) sent->handler(response, local);
        });
    }

    sip::ClientTransactionPtr request(sip::Message request, sip::ResponseHandler handler, std::string hop) override {
        sent.push_back(std::make_shared<Sent>(Sent{std::move(request), std::move(handler), std::move(hop)}));
        return std::make_unique<Client>(sent.back());
    }
    void acknowledge(sip::Message, std::string) override {}
    void on_request(RequestHandler handler) override { handler_ = std::move(handler); }

    std::vector<std::shared_ptr<Sent>> sent;

private:
    struct Client final : sip::ClientTransaction {
        explicit Client(std::shared_ptr<Sent> s) : sent(std::move(s)) {}
        ~Client() override { sent->listened = false; }
        void cancel(std::string) override { ++sent->cancels; }
        std::shared_ptr<Sent> sent;
    };
    Executor& executor_;
    RequestHandler handler_;
};

}  // namespace wims::test
