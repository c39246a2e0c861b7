// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/mw_client.hpp"

#include <utility>

namespace wims::sofia {
namespace {

using signalling::Counter;

class Handle final : public sip::ClientTransaction {
public:
    explicit Handle(std::shared_ptr<MwClient> transaction) : transaction_(std::move(transaction)) {}
    ~Handle() override { transaction_->abandon(); }
    void cancel(std::string reason) override { transaction_->cancel(std::move(reason)); }

private:
    std::shared_ptr<MwClient> transaction_;
};

}  // namespace

MwClient::MwClient(std::shared_ptr<MwWire> wire, sip::Message request, sip::ResponseHandler handler)
    : wire_(std::move(wire)), request_(std::move(request)), handler_(std::move(handler)), end_(wire_->executor) {}

MwClient::~MwClient() { detach(); }

sip::ClientTransactionPtr MwClient::handle() { return std::make_unique<Handle>(shared_from_this()); }

bool MwClient::start(const std::string& next_hop) {
    auto msg = make_msg(request_.to_text());
    if (!msg) {
        wire_->count(Counter::mw_outgoing_refused);
        wire_->log.warning("request not sent", {{"cause", msg.error().text}});
        fail(400);
        return false;
    }
    const auto* route = next_hop.empty() ? nullptr : URL_STRING_MAKE(next_hop.c_str());
    orq_ = nta_outgoing_mcreate(wire_->agent, &MwClient::on_response, this, route, msg->get(), NTATAG_PASS_100(1),
                                TAG_END());
    if (orq_ == nullptr) {
        fail(503);
        return false;
    }
    msg->release();
    if (const char* branch = nta_outgoing_branch(orq_)) branch_ = branch;
    return true;
}

int MwClient::on_response(MwClient* self, nta_outgoing_t* orq, const sip_t* sip) {
    const auto keep = self->shared_from_this();
    self->receive(orq, sip);
    return 0;
}

void MwClient::receive(nta_outgoing_t* orq, const sip_t* sip) {
    if (over_) return;
    orq_ = orq;
    if (sip == nullptr || sip->sip_status == nullptr || nta_sip_is_internal(sip)) {
        const int status =
            sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : nta_outgoing_status(orq);
        if (status >= 200) fail(status > 699 ? 503 : status);
        return;
    }
    wire_->count(Counter::mw_responses_in);
    auto message = guarded(*wire_, sip);
    if (message) return receive_message(std::move(*message));
    if (sip->sip_status->st_status >= 200) fail(502);
}

void MwClient::receive_message(sip::Message response) {
    const int status = response.status();
    deliver(std::move(response), false);
    if (status >= 200) return complete();
    provisional_ = true;
    if (cancel_wanted_) send_cancel();
}

bool MwClient::receive_stray(const sip::Message& response) {
    const bool ours = over_ && request_.method() == "INVITE" && response.method() == "INVITE" &&
                      response.status() >= 200 && response.status() < 300 && response.call_id() == request_.call_id() &&
                      response.cseq() == request_.cseq();
    if (ours) deliver(response, false);
    return ours;
}

void MwClient::cancel(std::string reason) {
    if (over_ || cancel_wanted_ || request_.method() != "INVITE") return;
    cancel_wanted_ = true;
    cancel_reason_ = std::move(reason);
    if (provisional_) send_cancel();
}

void MwClient::send_cancel() {
    if (orq_ == nullptr || wire_->agent == nullptr || std::exchange(cancel_sent_, true)) return;
    const auto header = "Reason: " + cancel_reason_;
    nta_outgoing_tcancel(orq_, nullptr, nullptr, NTATAG_CANCEL_2543(0), NTATAG_CANCEL_408(0),
                         TAG_IF(!cancel_reason_.empty(), SIPTAG_HEADER_STR(header.c_str())), TAG_END());
    end_.start(64 * wire_->timing.t1, [this] { fail(408); });  // [RFC 3261 9.1]
}

void MwClient::fail(int status) {
    deliver(sip::Message::response_to(request_, status), true);
    complete();
}

void MwClient::deliver(sip::Message response, bool local) {
    wire_->executor.post([self = shared_from_this(), response = std::move(response), local] {
        if (const auto run = self->handler_) run(response, local);
    });
}

void MwClient::complete() {
    over_ = true;
    end_.stop();
    if (auto* orq = std::exchange(orq_, nullptr); orq != nullptr && wire_->agent != nullptr) nta_outgoing_destroy(orq);
    finish_if_over();
}

void MwClient::abandon() {
    handler_ = nullptr;
    listened_ = false;
    finish_if_over();
}

void MwClient::finish_if_over() {
    if (!over_ || listened_) return;
    const auto self = weak_from_this().lock();  // `finished` drops the agent's reference
    if (const auto run = std::exchange(finished_, nullptr)) run();
}

void MwClient::detach() {
    finished_ = nullptr;
    handler_ = nullptr;
    end_.stop();
    over_ = true;
    if (auto* orq = std::exchange(orq_, nullptr); orq != nullptr && wire_->agent != nullptr) nta_outgoing_destroy(orq);
}

}  // namespace wims::sofia
