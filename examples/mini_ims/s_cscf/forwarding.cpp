// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/forwarding.hpp"

#include <utility>

namespace wims::mini_ims {

Forwarding::Forwarding(nta_incoming_t* incoming, const MessageLog& log, Done done)
    : log_(log), done_(std::move(done)), incoming_(incoming) {
    nta_incoming_bind(incoming_, &Forwarding::on_ack_cancel, this);
}

Forwarding::~Forwarding() {
    if (outgoing_ != nullptr) nta_outgoing_destroy(outgoing_);
    if (incoming_ != nullptr) nta_incoming_destroy(incoming_);
}

bool Forwarding::send(nta_agent_t* agent, msg_t* message) {
    if (nta_incoming_method(incoming_) == sip_method_invite) nta_incoming_treply(incoming_, SIP_100_TRYING, TAG_END());
    // 100 is wanted: a CANCEL must wait for the first provisional response.
    outgoing_ =
        nta_outgoing_mcreate(agent, &Forwarding::on_response, this, nullptr, message, NTATAG_PASS_100(1), TAG_END());
    if (outgoing_ != nullptr) return true;
    msg_destroy(message);
    answer(503, "Next Hop Not Reachable");
    return false;
}

int Forwarding::on_response(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip) {
    static_cast<Forwarding*>(self)->respond(sip);
    return 0;
}

void Forwarding::respond(const sip_t* sip) {
    if (sip == nullptr || sip->sip_status == nullptr) return answer(408, "Request Timeout");
    const int status = sip->sip_status->st_status;
    if (status < 200) {
        provisional_ = true;
        if (cancelled_) cancel();
        if (status == 100) return;
    }
    if (status > 699) return answer(502, "Bad Gateway");
    pass(status);
}

void Forwarding::pass(int status) {
    msg_t* received = nta_outgoing_getresponse(outgoing_);
    if (received == nullptr) return answer(500, "No Response");
    sip_t* sip = sip_object(received);
    log_.response("in", sip, status);
    if (nta_msg_is_internal(received) != 0 || sip->sip_error != nullptr) {
        // Made by the stack itself, or not fit to be copied: a second copy of a header that may be there once.
        const bool internal = nta_msg_is_internal(received) != 0;
        msg_destroy(received);
        if (status < 200) return;
        return internal ? answer(status, sip_status_phrase(status)) : answer(502, "Bad Gateway");
    }
    msg_t* copy = msg_copy(received);
    msg_destroy(received);
    sip_via_remove(copy, sip_object(copy));
    nta_incoming_mreply(incoming_, copy);
    if (status >= 200) finish();
}

void Forwarding::answer(int status, const char* phrase) {
    nta_incoming_treply(incoming_, status, phrase, TAG_END());
    finish();
}

void Forwarding::finish() {
    if (!std::exchange(finished_, true)) done_(*this);
}

void Forwarding::cancel() {
    if (cancel_sent_ || outgoing_ == nullptr) return;
    cancel_sent_ = true;
    nta_outgoing_tcancel(outgoing_, nullptr, nullptr, TAG_END());
}

int Forwarding::on_ack_cancel(nta_incoming_magic_t* magic, nta_incoming_t*, const sip_t* sip) {
    auto* self = static_cast<Forwarding*>(magic);
    if (sip == nullptr || sip->sip_request == nullptr) {  // the final response could not be delivered
        self->finish();
        return 0;
    }
    if (sip->sip_request->rq_method != sip_method_cancel) return 0;
    self->log_.request("in", sip, {});
    self->cancelled_ = true;
    if (self->provisional_) self->cancel();
    return 0;
}

}  // namespace wims::mini_ims
