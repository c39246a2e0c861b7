// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/mw_server.hpp"

#include <algorithm>
#include <utility>

#include "common/core/random.hpp"
#include "signalling/sip/response_completion.hpp"
#include "signalling/sip/server_handle.hpp"

namespace wims::sofia {

using signalling::Counter;

MwServer::MwServer(std::shared_ptr<MwWire> wire, nta_incoming_t* irq, sip::Message request)
    : wire_(std::move(wire)), irq_(irq), transport_(nta_incoming_transport(wire_->agent, irq, nullptr)),
      request_(std::move(request)), tag_(random_token(12)), repetition_(wire_->executor), end_(wire_->executor) {
    nta_incoming_bind(irq_, &MwServer::on_ack_or_cancel, this);
}

MwServer::~MwServer() { detach(); }

sip::ServerTransactionPtr MwServer::handle() {
    return std::make_shared<sip::ServerHandle<MwServer>>(shared_from_this());
}

sip::ServerTransactionPtr MwServer::acknowledgement(sip::Message ack) {
    return std::make_shared<sip::Acknowledgement>(std::move(ack));
}

std::string MwServer::dialog_key(const sip::Message& request) {
    return std::string(request.call_id()) + ' ' + std::string(request.from_tag()) + ' ' +
           std::to_string(request.cseq());
}

int MwServer::on_ack_or_cancel(MwServer* self, nta_incoming_t*, const sip_t* sip) {
    const auto keep = self->shared_from_this();
    if (sip == nullptr)  // K3: nta gives up on the final response
        self->lost();
    else if (sip->sip_request != nullptr && sip->sip_request->rq_method == sip_method_cancel) self->cancelled();
    return 0;
}

void MwServer::try_invite() { respond(sip::Message::response_to(request_, 100)); }

void MwServer::respond(sip::Message response) {
    if (!send(std::move(response))) return;
    repeat_success(wire_->timing.t1);
    end_.start(64 * wire_->timing.t1, [this] { lost(); });
}

void MwServer::relay(sip::Message response) {
    if (!send(std::move(response))) return;
    cancel_handler_ = nullptr;
    end_.start(64 * wire_->timing.t1, [this] { finish(); });  // timer L [RFC 6026 8.4]
}

/// True when it was a 2xx to INVITE that is now held until its ACK or for 64*T1.
bool MwServer::send(sip::Message response) {
    if (answered() || irq_ == nullptr || response.is_request() || response.status() > 699) return false;
    if (response.status() == 100 && status_ != 0) return false;  // 100 went out when the INVITE came
    sip::complete_response(response, request_, tag_);
    status_ = response.status();
    const bool sent = reply(irq_, response);
    if (status_ < 200) return false;
    const bool held = sent && status_ < 300 && request_.method() == "INVITE";
    release_irq();
    if (!held) {
        cancel_handler_ = nullptr;
        finish();
        return false;
    }
    success_ = std::move(response);
    return true;
}

bool MwServer::reply(nta_incoming_t* irq, const sip::Message& response) const {
    auto msg = make_msg(response.to_text());
    if (msg && nta_incoming_mreply(irq, msg->release()) >= 0) {
        wire_->count(Counter::mw_responses_out);
        return true;
    }
    wire_->count(Counter::mw_outgoing_refused);
    wire_->log.error("response could not be sent", {{"cause", msg ? "transport" : msg.error().text}});
    if (status_ >= 200) nta_incoming_treply(irq, SIP_500_INTERNAL_SERVER_ERROR, TAG_END());
    return false;
}

void MwServer::repeat_success(Duration interval) {
    repetition_.start(interval, [this, interval] {
        auto msg = make_forwarded_response(success_);
        if (wire_->agent == nullptr || !msg) return;
        nta_msg_tsend(wire_->agent, msg->release(), nullptr, TAG_IF(transport_, NTATAG_TPORT(transport_)), TAG_END());
        wire_->count(Counter::mw_responses_out);
        repeat_success(std::min(2 * interval, wire_->timing.t2));
    });
}

void MwServer::repeat(nta_incoming_t* irq) { reply(irq, success_); }

void MwServer::acknowledged() {
    cancel_handler_ = nullptr;
    finish();
}

void MwServer::cancelled() {
    if (answered() || std::exchange(cancelled_, true)) return;
    run_cancel_handler(false);
}

void MwServer::lost() {
    release_irq();
    status_ = std::max(status_, 200);  // nothing can be sent any more
    cancelled_ = true;
    run_cancel_handler(true);
    finish();
}

void MwServer::on_cancel(sip::ServerTransaction::CancelHandler handler) {
    cancel_handler_ = std::move(handler);
    if (cancelled_) run_cancel_handler(false);
}

void MwServer::run_cancel_handler(bool when_answered) {
    wire_->executor.post([self = shared_from_this(), when_answered] {
        if (self->answered() && !when_answered) return;
        if (const auto run = std::exchange(self->cancel_handler_, nullptr)) run();
    });
}

void MwServer::abandon() {
    cancel_handler_ = nullptr;
    if (!answered()) respond(sip::Message::response_to(request_, 500));
}

void MwServer::release_irq() {
    auto* irq = std::exchange(irq_, nullptr);
    if (irq == nullptr || wire_->agent == nullptr) return;
    nta_incoming_bind(irq, nullptr, nullptr);
    nta_incoming_destroy(irq);
}

void MwServer::finish() {
    const auto self = weak_from_this().lock();  // `finished` drops the agent's reference
    repetition_.stop();
    end_.stop();
    if (const auto run = std::exchange(finished_, nullptr)) run();
}

void MwServer::detach() {
    finished_ = nullptr;
    cancel_handler_ = nullptr;
    repetition_.stop();
    end_.stop();
    release_irq();
    if (auto* transport = std::exchange(transport_, nullptr); transport != nullptr && wire_->agent != nullptr)
        tport_unref(transport);
}

}  // namespace wims::sofia
