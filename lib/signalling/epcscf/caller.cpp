// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/caller.hpp"

#include "common/core/random.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {
constexpr Duration ack_patience = 32s;  // 64 * T1 [RFC 3261 13.3.1.4]
}

Caller::Caller(const Environment& environment, Side side, FlowPtr flow, sip::ServerTransactionPtr invite)
    : leg_(environment, side, std::move(flow)), local_tag_(random_token(12)), invite_(std::move(invite)),
      ack_wait_(environment.executor) {
    leg_.dialog = Dialog::server(this->invite(), local_tag_);
    leg_.note_allow(this->invite());
}

sip::Message Caller::response(int status, std::string reason) const {
    auto response = sip::Message::response_to(invite(), status, std::move(reason));
    response.set("To", leg_.dialog.local());
    return response;
}

void Caller::accept(sip::Message ok, Task lost) {
    awaits_ack_ = true;
    respond(std::move(ok));
    ack_wait_.start(ack_patience, [this, lost = std::move(lost)] {
        acknowledged();
        lost();
    });
}

void Caller::acknowledged() {
    awaits_ack_ = false;
    ack_wait_.stop();
    send_bye();
}

void Caller::hang_up(sip::Message bye) {
    bye_ = std::move(bye);
    if (!awaits_ack_) send_bye();
}

void Caller::send_bye() {
    if (!bye_) return;
    leg_.layer().request(std::move(*bye_), [](const sip::Message&, bool) {});
    bye_.reset();
}

}  // namespace wims::epcscf
