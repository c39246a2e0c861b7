// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/reliable_server.hpp"

#include <utility>

#include "common/core/random.hpp"
#include "signalling/sip/response_completion.hpp"
#include "signalling/sip/server_handle.hpp"

namespace wims::sip {

ReliableServer::ReliableServer(std::shared_ptr<ReliableWire> wire, Message request, Task finished)
    : wire_(std::move(wire)), request_(std::move(request)), tag_(random_token(12)), finished_(std::move(finished)),
      end_(wire_->executor) {}

ServerTransactionPtr ReliableServer::handle() {
    return std::make_shared<ServerHandle<ReliableServer>>(shared_from_this());
}

ServerTransactionPtr ReliableServer::acknowledgement(Message ack) {
    return std::make_shared<Acknowledgement>(std::move(ack));
}

void ReliableServer::try_invite() { respond(Message::response_to(request_, 100)); }

void ReliableServer::respond(Message response) {
    if (answered() || response.is_request() || response.status() > 699) return;
    if (response.status() == 100 && !last_response_.empty()) return;  // 100 went out when the INVITE came
    complete_response(response, request_, tag_);
    status_ = response.status();
    last_response_ = response.to_text();
    wire_->put(last_response_);
    if (status_ < 200) return;
    cancel_handler_ = nullptr;
    if (request_.method() != "INVITE") return finish();  // timer J is zero [RFC 3261 17.2.2]
    end_.start(wire_->config.timer_b, [this] { finish(); });
}

void ReliableServer::repeat() {
    if (!last_response_.empty()) wire_->put(last_response_);
}

void ReliableServer::acknowledged() { finish(); }  // timer I is zero [RFC 3261 17.2.1]

void ReliableServer::cancelled() {
    if (answered() || std::exchange(cancelled_, true)) return;
    run_cancel_handler();
}

void ReliableServer::on_cancel(ServerTransaction::CancelHandler handler) {
    cancel_handler_ = std::move(handler);
    if (cancelled_) run_cancel_handler();
}

void ReliableServer::run_cancel_handler() {
    wire_->executor.post([self = shared_from_this()] {
        if (self->answered()) return;
        if (const auto run = std::exchange(self->cancel_handler_, nullptr)) run();
    });
}

void ReliableServer::abandon() {
    cancel_handler_ = nullptr;
    if (!answered()) respond(Message::response_to(request_, 500));
}

void ReliableServer::finish() {
    const auto self = weak_from_this().lock();  // `finished` drops the layer's reference
    end_.stop();
    if (!std::exchange(finished_ran_, true) && finished_) std::exchange(finished_, nullptr)();
}

}  // namespace wims::sip
