// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/reliable_client.hpp"

#include <utility>

#include "signalling/sip/response_completion.hpp"

namespace wims::sip {
namespace {

class Handle final : public ClientTransaction {
public:
    explicit Handle(std::shared_ptr<ReliableClient> transaction) : transaction_(std::move(transaction)) {}
    ~Handle() override { transaction_->abandon(); }
    void cancel(std::string reason) override { transaction_->cancel(std::move(reason)); }

private:
    std::shared_ptr<ReliableClient> transaction_;
};

}  // namespace

ReliableClient::ReliableClient(std::shared_ptr<ReliableWire> wire, Message request, ResponseHandler handler,
                               Task finished)
    : wire_(std::move(wire)), request_(std::move(request)), handler_(std::move(handler)),
      finished_(std::move(finished)), end_(wire_->executor), timer_c_(wire_->executor) {}

ClientTransactionPtr ReliableClient::handle() { return std::make_unique<Handle>(shared_from_this()); }

void ReliableClient::start() {
    end_.start(invite() ? wire_->config.timer_b : wire_->config.timer_f, [this] { fail(408); });
    if (invite()) timer_c_.start(wire_->config.timer_c, [this] { send_cancel(); });
    wire_->put(request_.to_text());
}

void ReliableClient::receive(Message response) {
    if (response.status() < 200) return receive_provisional(response);
    timer_c_.stop();
    if (!invite()) {
        if (state_ == State::terminated) return;
        deliver(std::move(response), false);
        return finish();
    }
    if (response.status() >= 300) {
        if (state_ == State::accepted || state_ == State::terminated) return;
        acknowledge_failure(response);
        deliver(std::move(response), false);
        return finish();
    }
    if (std::exchange(state_, State::accepted) != State::accepted)
        end_.start(wire_->config.timer_b, [this] { finish(); });  // timer M
    deliver(std::move(response), false);
}

void ReliableClient::receive_provisional(const Message& response) {
    if (state_ != State::calling && state_ != State::proceeding) return;
    state_ = State::proceeding;
    if (invite() && !cancel_sent_) {
        end_.stop();
        if (response.status() > 100) timer_c_.start(wire_->config.timer_c, [this] { send_cancel(); });
    }
    deliver(response, false);
    if (cancel_wanted_) send_cancel();
}

void ReliableClient::cancel(std::string reason) {
    if (!invite() || state_ == State::accepted || state_ == State::terminated || cancel_wanted_) return;
    cancel_wanted_ = true;
    cancel_reason_ = std::move(reason);
    if (state_ == State::proceeding) send_cancel();
}

void ReliableClient::send_cancel() {
    if (std::exchange(cancel_sent_, true)) return;
    auto message = companion_of(request_, "CANCEL");
    if (!cancel_reason_.empty()) message.append("Reason", cancel_reason_);
    timer_c_.stop();
    end_.start(wire_->config.timer_b, [this] { fail(408); });  // [RFC 3261 9.1]
    wire_->put(message.to_text());
}

void ReliableClient::acknowledge_failure(const Message& response) {
    auto ack = companion_of(request_, "ACK");
    ack.set("To", std::string(response.get("To")));
    wire_->put(ack.to_text());
}

void ReliableClient::fail(int status) {
    if (state_ == State::terminated) return;
    if (state_ != State::accepted) deliver(Message::response_to(request_, status), true);
    finish();
}

void ReliableClient::deliver(Message response, bool local) {
    wire_->executor.post([self = shared_from_this(), response = std::move(response), local] {
        if (const auto run = self->handler_) run(response, local);
    });
}

void ReliableClient::finish() {
    const auto self = shared_from_this();  // `finished` drops the layer's reference
    state_ = State::terminated;
    end_.stop();
    timer_c_.stop();
    if (const auto run = std::exchange(finished_, nullptr)) run();
}

void ReliableClient::stop() {
    finished_ = nullptr;
    handler_ = nullptr;
    finish();
}

}  // namespace wims::sip
