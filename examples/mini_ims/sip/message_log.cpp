// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/sip/message_log.hpp"

#include <string>

#include "mini_ims/sip/message_view.hpp"

namespace wims::mini_ims {

namespace {
std::string_view call_id(const sip_t* sip) { return sip->sip_call_id == nullptr ? "" : sip->sip_call_id->i_id; }
std::string_view method(const sip_t* sip) {
    if (sip->sip_request != nullptr) return sip->sip_request->rq_method_name;
    return sip->sip_cseq == nullptr ? "" : sip->sip_cseq->cs_method_name;
}
}  // namespace

void MessageLog::request(std::string_view direction, const sip_t* sip, const TransportAddress& peer) const {
    keep(direction, sip);
    write(std::string("request ") + std::string(direction), sip, "", to_string(peer));
}

void MessageLog::response(std::string_view direction, const sip_t* sip, int status) const {
    keep(direction, sip);
    write(std::string("response ") + std::string(direction), sip, std::to_string(status), "");
}

void MessageLog::write(std::string_view text, const sip_t* sip, std::string_view status, std::string_view peer) const {
    const auto session = header_value(sip, "Session-ID").value_or("");
    const auto charging = header_value(sip, "P-Charging-Vector").value_or("");
    const auto target = sip->sip_request != nullptr ? text_of(sip->sip_request->rq_url) : std::string();
    log_.with(trail_of(sip))
        .info(text, {{"method", method(sip)},
                     {"status", status},
                     {"request_uri", target},
                     {"call_id", call_id(sip)},
                     {"session_id", session},
                     {"charging_vector", charging},
                     {"peer", peer}});
}

void MessageLog::keep(std::string_view direction, const sip_t* sip) const {
    if (recent_ != nullptr && direction != "out") recent_->add(message_text(sip));
}

void MessageLog::decision(const sip_t* sip, std::string_view text, std::string_view detail) const {
    log_.with(trail_of(sip)).info(text, {{"method", method(sip)}, {"call_id", call_id(sip)}, {"detail", detail}});
}

}  // namespace wims::mini_ims
