// SPDX-License-Identifier: Apache-2.0
#include "interop/instances/browser.hpp"

#include "common/core/random.hpp"
#include "signalling/sip/syntax.hpp"
#include "unit/signalling/epcscf/rig.hpp"
#include "unit/signalling/w2/client_frame.hpp"

namespace wims::test {

namespace {
const std::string contact = "<sip:k@w.invalid;transport=ws>";
}

Browser::Browser(const TransportAddress& iwf, std::string user)
    : tls_(iwf), user_(std::move(user)), page_(random_token(8)) {
    tls_.write(
        "GET / HTTP/1.1\r\nHost: gw\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n"
        "Origin: https://wwsf.example\r\n\r\n");
    tls_.read_until("\r\n\r\n");
}

int Browser::log_in() {
    auto m = request("REGISTER", "sip:enterprise.com", "<sip:" + user_ + "@enterprise.com>");
    m.append("Contact", contact + ";reg-id=1;+sip.instance=\"<urn:uuid:" + user_ + ">\"");
    m.append("Expires", "600");
    m.append("Supported", "outbound, path");
    send(m);
    return wait([](const auto& r) { return r.method() == "REGISTER" && !r.is_request(); }).status();
}

int Browser::call(const std::string& called) {
    auto invite = request("INVITE", called, '<' + called + '>');
    invite.append("Contact", contact);
    invite.set_body("application/sdp", browser_offer);
    send(invite);
    const auto final = wait([](const auto& r) { return r.method() == "INVITE" && r.status() >= 200; });
    if (final.status() != 200) return final.status();
    const std::string ours(sip::address_of(final.get("Contact")));
    for (const auto* method : {"ACK", "BYE"}) {
        auto m = request(method, ours, std::string(final.get("To")));
        m.set("Call-ID", std::string(invite.get("Call-ID")));
        if (method == std::string("ACK"))
            m.set("CSeq", std::string(invite.get("CSeq").substr(0, invite.get("CSeq").find(' '))) + " ACK");
        send(m);
    }
    return wait([](const auto& r) { return r.method() == "BYE"; }).status() == 200 ? 200 : 0;
}

bool Browser::pick_up() {
    const auto invite = wait([](const auto& m) { return m.is_request() && m.method() == "INVITE"; });
    if (invite.method() != "INVITE") return false;
    auto ok = sip::Message::response_to(invite, 200);
    ok.set("To", std::string(invite.get("To")) + ";tag=answer");
    ok.set("Contact", contact);
    ok.set_body("application/sdp", browser_answer);
    send(ok);
    return wait([](const auto& m) { return m.is_request() && m.method() == "ACK"; }).method() == "ACK";
}

int Browser::close_code() {
    for (;;) {
        ServerFrame frame;
        while (ServerFrame::take(input_, frame))
            if (frame.opcode == 8) return frame.code();
        const auto more = tls_.read();
        if (more.empty()) return 0;
        input_ += more;
    }
}

sip::Message Browser::request(const std::string& method, const std::string& uri, const std::string& to) {
    auto m = sip::Message::request(method, uri);
    const auto number = std::to_string(++cseq_);
    m.append("Via", "SIP/2.0/WSS w.invalid;branch=z9hG4bK" + user_ + number);
    m.append("Max-Forwards", "70");
    m.append("From", "<sip:" + user_ + "@enterprise.com>;tag=" + user_);
    m.append("To", to);
    m.append("Call-ID", page_ + (method == "REGISTER" ? "-registration" : number));
    m.append("CSeq", number + ' ' + method);
    m.append("Authorization", "Bearer " + user_);  // FakeTokens reads the user from it
    return m;
}

void Browser::send(const sip::Message& message) { tls_.write(text(message.to_text())); }

sip::Message Browser::wait(const std::function<bool(const sip::Message&)>& fits) {
    for (;;) {
        ServerFrame frame;
        while (ServerFrame::take(input_, frame)) {
            auto message = sip::parse(frame.payload);
            if (message && fits(*message)) return std::move(*message);
        }
        const auto more = tls_.read();
        if (more.empty()) return sip::Message::request("NONE", "sip:none");
        input_ += more;
    }
}

}  // namespace wims::test
