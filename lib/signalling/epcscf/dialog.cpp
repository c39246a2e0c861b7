// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/dialog.hpp"

#include <algorithm>

#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

Dialog Dialog::server(const sip::Message& request, std::string local_tag) {
    Dialog d;
    d.call_id_ = std::string(request.call_id());
    d.remote_ = std::string(request.get("From"));
    d.remote_tag_ = std::string(request.from_tag());
    d.local_ = std::string(request.get("To")) + ";tag=" + local_tag;
    d.local_tag_ = std::move(local_tag);
    d.remote_cseq_ = request.cseq();
    d.remote_target_ = std::string(sip::address_of(request.get("Contact")));
    d.route_set_ = request.all("Record-Route");
    return d;
}

Dialog Dialog::client(const sip::Message& request) {
    Dialog d;
    d.call_id_ = std::string(request.call_id());
    d.local_ = std::string(request.get("From"));
    d.local_tag_ = std::string(request.from_tag());
    d.remote_ = std::string(request.get("To"));
    d.local_cseq_ = request.cseq();
    d.remote_target_ = request.request_uri();
    return d;
}

void Dialog::established(const sip::Message& response) {
    if (response.to_tag().empty()) return;
    remote_ = std::string(response.get("To"));
    remote_tag_ = std::string(response.to_tag());
    route_set_ = response.all("Record-Route");
    std::reverse(route_set_.begin(), route_set_.end());
    refresh_target(response);
}

void Dialog::adopt(const sip::Message& request) {
    if (request.call_id() != call_id_ || request.to_tag() != local_tag_ || request.from_tag().empty()) return;
    remote_ = std::string(request.get("From"));
    remote_tag_ = std::string(request.from_tag());
    route_set_ = request.all("Record-Route");
    refresh_target(request);
}

void Dialog::refresh_target(const sip::Message& message) {
    if (message.has("Contact")) remote_target_ = std::string(sip::address_of(message.get("Contact")));
}

sip::Message Dialog::build(std::string_view method, std::uint32_t cseq) const {
    auto m = sip::Message::request(std::string(method), remote_target_);
    for (const auto& route : route_set_) m.append("Route", route);
    m.append("Max-Forwards", "70");
    m.append("From", local_);
    m.append("To", remote_);
    m.append("Call-ID", call_id_);
    m.append("CSeq", std::to_string(cseq) + ' ' + std::string(method));
    return m;
}

sip::Message Dialog::request(std::string_view method) { return build(method, ++local_cseq_); }

sip::Message Dialog::acknowledgement(std::uint32_t cseq) const { return build("ACK", cseq); }

bool Dialog::matches(const sip::Message& request) const noexcept {
    return request.call_id() == call_id_ && request.to_tag() == local_tag_ && request.from_tag() == remote_tag_;
}

bool Dialog::in_order(const sip::Message& request) noexcept {
    if (request.cseq() <= remote_cseq_) return false;
    remote_cseq_ = request.cseq();
    return true;
}

}  // namespace wims::epcscf
