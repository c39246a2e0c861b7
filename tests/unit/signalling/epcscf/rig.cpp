// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <algorithm>

namespace wims::test {

// ---- Mw

void CoreRequest::respond(sip::Message response) {
    if (answered()) return;
    for (const auto* name : {"Via", "From", "To", "Call-ID", "CSeq"})
        if (!response.has(name))
            for (const auto& value : request_.all(name)) response.append(name, value);
    if (response.status() > 100 && response.to_tag().empty())
        response.set("To", std::string(response.get("To")) + ";tag=layer");
    responses.push_back(std::move(response));
}

namespace {
class SentHandle final : public sip::ClientTransaction {
public:
    explicit SentHandle(std::shared_ptr<SentToCore> sent) : sent_(std::move(sent)) {}
    ~SentHandle() override { sent_->handler = nullptr; }
    void cancel(std::string reason) override {
        sent_->cancelled = true;
        sent_->cancel_reason = std::move(reason);
    }

private:
    std::shared_ptr<SentToCore> sent_;
};
}  // namespace

sip::ClientTransactionPtr ScriptedMw::request(sip::Message request, sip::ResponseHandler handler,
                                              std::string next_hop) {
    request.prepend("Via", "SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bKmw" + std::to_string(sent.size()));
    auto record = std::make_shared<SentToCore>();
    record->message = std::move(request);
    record->next_hop = std::move(next_hop);
    record->handler = std::move(handler);
    sent.push_back(record);
    return std::make_unique<SentHandle>(record);
}

void ScriptedMw::acknowledge(sip::Message ack, std::string) { acks.push_back(std::move(ack)); }

std::vector<std::shared_ptr<SentToCore>> ScriptedMw::all(std::string_view method) const {
    std::vector<std::shared_ptr<SentToCore>> found;
    for (const auto& s : sent)
        if (s->message.method() == method) found.push_back(s);
    return found;
}

std::shared_ptr<SentToCore> ScriptedMw::last(std::string_view method) const {
    const auto found = all(method);
    REQUIRE_MESSAGE(!found.empty(), "nothing on Mw: " << method);
    return found.back();
}

void ScriptedMw::answer(const std::shared_ptr<SentToCore>& request, sip::Message response, bool local) {
    executor_.post([request, response = std::move(response), local] {
        if (const auto run = request->handler) run(response, local);
    });
}

std::shared_ptr<CoreRequest> ScriptedMw::receive(sip::Message request) {
    auto transaction = std::make_shared<CoreRequest>(std::move(request));
    executor_.post([this, transaction] { handler_(transaction); });
    return transaction;
}

// ---- W2

void ScriptedIwf::send(iwf::Frame frame) {
    if (const auto* more = std::get_if<iwf::Credit>(&frame)) credit[more->flow] += more->bytes;
    if (const auto* close = std::get_if<iwf::Close>(&frame)) closed.push_back(*close);
    if (const auto* move = std::get_if<iwf::Moved>(&frame)) moved.push_back(*move);
    const auto* sip_frame = std::get_if<iwf::Sip>(&frame);
    if (sip_frame == nullptr) return;
    texts.push_back(sip_frame->message);
    auto message = sip::parse(sip_frame->message);
    REQUIRE_MESSAGE(message.ok(), "the instance sent what is no SIP: " << sip_frame->message);
    received[sip_frame->flow].push_back(std::move(*message));
}

Wic::Wic(Rig& rig, std::uint64_t connection, std::string user)
    : flow{1, 77, connection}, identity(std::move(user)),
      contact("sip:k3" + std::to_string(connection) + "@b2cd.invalid;transport=ws"),
      instance("urn:uuid:00000000-0000-4000-8000-00000000000" + std::to_string(connection)), rig_(rig) {
    call_id_ += std::to_string(connection);
    rig.instance->receive(
        iwf::Up{flow, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 50000}, "TLSv1.3", "x"});
    rig.run();
}

sip::Message Wic::request(std::string method, std::string uri, std::string to) {
    ++cseq;
    auto m = sip::Message::request(method, std::move(uri));
    m.append("Via", "SIP/2.0/WSS b2cd.invalid;branch=z9hG4bK" + std::to_string(flow.connection) + "x" +
                        std::to_string(cseq) + method);
    m.append("Max-Forwards", "69");
    m.append("From", "\"Bob\" <" + identity + ">;tag=f" + std::to_string(cseq));
    m.append("To", std::move(to));
    m.append("Call-ID", call_id_ + (method == "REGISTER" ? "reg" : std::to_string(cseq)));
    m.append("CSeq", std::to_string(cseq) + " " + method);
    m.append("Authorization", "Bearer " + token);
    m.append("User-Agent", "JsSIP 3.13.8");
    return m;
}

sip::Message Wic::register_request(int expires) {
    auto m = request("REGISTER", "sip:enterprise.com", '<' + identity + '>');
    m.append("Contact", '<' + contact + ">;+sip.ice;reg-id=1;+sip.instance=\"<" + instance +
                            ">\";expires=" + std::to_string(expires));
    m.append("Expires", std::to_string(expires));
    for (const auto* tag : {"path", "gruu", "outbound"}) m.append("Supported", tag);
    return m;
}

sip::Message Wic::invite(std::string to, std::string sdp) {
    auto m = request("INVITE", to, '<' + to + '>');
    m.append("Contact", '<' + contact + ";ob>");
    for (const auto* tag : {"timer", "ice", "replaces", "outbound", "100rel"}) m.append("Supported", tag);
    m.append("Session-Expires", "90");
    for (const auto* method : {"INVITE", "ACK", "CANCEL", "BYE", "UPDATE", "MESSAGE", "OPTIONS"})
        m.append("Allow", method);
    if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
    return m;
}

void Wic::send(const sip::Message& message) {
    rig_.instance->receive(iwf::Sip{flow, message.to_text()});
    rig_.run();
}

void Wic::close() {
    rig_.instance->receive(iwf::Down{flow, "closed"});
    rig_.run();
}

std::vector<sip::Message> Wic::responses(const sip::Message& request) const {
    std::vector<sip::Message> found;
    for (const auto& m : rig_.iwf.received[flow])
        if (!m.is_request() && m.branch() == request.branch() && m.method() == request.method()) found.push_back(m);
    return found;
}

int Wic::status(const sip::Message& request) const {
    const auto all = responses(request);
    return all.empty() ? 0 : all.back().status();
}

sip::Message Wic::last_response(const sip::Message& request) const {
    const auto all = responses(request);
    REQUIRE_MESSAGE(!all.empty(), "no response to " << request.method());
    return all.back();
}

std::vector<sip::Message> Wic::requests(std::string_view method) const {
    std::vector<sip::Message> found;
    for (const auto& m : rig_.iwf.received[flow])
        if (m.is_request() && m.method() == method) found.push_back(m);
    return found;
}

sip::Message Wic::last_request(std::string_view method) const {
    const auto all = requests(method);
    REQUIRE_MESSAGE(!all.empty(), "no request on W2: " << method);
    return all.back();
}

int Wic::log_in(int expires) {
    const auto m = register_request(expires);
    send(m);
    return status(m);
}

namespace {
std::string uri_in(std::string_view value) {
    const auto open = value.find('<');
    return std::string(value.substr(open + 1, value.find('>') - open - 1));
}
}  // namespace

sip::Message Wic::in_dialog(std::string method, const sip::Message& invite, const sip::Message& response, int number) {
    auto m = sip::Message::request(method, uri_in(response.get("Contact")));
    m.append("Via", "SIP/2.0/WSS b2cd.invalid;branch=z9hG4bKd" + std::to_string(number) + method);
    m.append("From", std::string(invite.get("From")));
    m.append("To", std::string(response.get("To")));
    m.append("Call-ID", std::string(invite.call_id()));
    m.append("CSeq", std::to_string(number) + " " + method);
    m.append("Authorization", "Bearer " + token);
    return m;
}

sip::Message Wic::in_dialog_called(std::string method, const sip::Message& invite, int number) {
    auto m = sip::Message::request(method, uri_in(invite.get("Contact")));
    m.append("Via", "SIP/2.0/WSS b2cd.invalid;branch=z9hG4bKc" + std::to_string(number) + method);
    m.append("From", std::string(invite.get("To")) + ";tag=wic" + std::to_string(flow.connection));
    m.append("To", std::string(invite.get("From")));
    m.append("Call-ID", std::string(invite.call_id()));
    m.append("CSeq", std::to_string(number) + " " + method);
    return m;
}

sip::Message Wic::answer(const sip::Message& request, int status, std::string sdp) {
    auto m = sip::Message::response_to(request, status);
    if (request.to_tag().empty())
        m.set("To", std::string(request.get("To")) + ";tag=wic" + std::to_string(flow.connection));
    m.append("Contact", '<' + contact + ";ob>");
    if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
    return m;
}

// ---- the rig

Rig::Rig(std::function<void(signalling::PCscfConfig&)> change, const MakeRegistrar& make_registrar) {
    config.instance = "p-cscf-1";
    config.mw = {{"127.0.0.1", 5062}, ""};
    config.i_cscf = "sip:127.0.0.12:5060";
    config.visited_network_id = "ims.operator.example";
    config.realm = "ims.operator.example";
    config.authz_server = "https://wwsf.example/token";
    config.blocks = {{"sip:w1-!.*!@webrtc.operator.example", "sip:block1-pilot@webrtc.operator.example",
                      "block1@webrtc.operator.example", "urn:uuid:11111111-2222-4333-8444-555555555555"}};
    config.domains = {{"enterprise.com", "sip:w1-!.*!@webrtc.operator.example"}};
    if (change) change(config);
    instance = std::make_unique<epcscf::Instance>(epcscf::InstanceParts{
        executor, config, Logger(host, "p-cscf"), host, tokens,
        make_registrar ? make_registrar(executor, host) : registrar, gateway, mw, "127.0.0.1:5062"});
    instance->attach(1, iwf);
}

void Rig::block_in_service(int expires) {
    instance->start();
    run();
    for (const auto& request : mw.all("REGISTER")) {
        const auto to = request->message.get("To");
        const auto block = std::find_if(config.blocks.begin(), config.blocks.end(),
                                        [&](const auto& b) { return to.find(b.pilot) != std::string_view::npos; });
        REQUIRE(block != config.blocks.end());
        auto ok = core_response(request->message, 200);
        ok.append("Contact", "<sip:" + block->impi.substr(0, block->impi.find('@')) +
                                 "@127.0.0.1:5062>;expires=" + std::to_string(expires));
        ok.append("Service-Route", "<sip:orig@scscf1.ims.operator.example:6060;lr>");
        ok.append("P-Associated-URI", '<' + block->pilot + '>');
        ok.append("P-Associated-URI", '<' + block->wimpu + '>');
        mw.answer(request, std::move(ok));
    }
    run();
}

sip::Message Rig::core_invite(std::string called, std::string sdp) {
    auto m = sip::Message::request("INVITE", "sip:block1@127.0.0.1:5062");
    m.append("Via", "SIP/2.0/UDP 127.0.0.13:6060;branch=z9hG4bKcore1");
    m.append("Route", "<sip:term@127.0.0.1:5062;lr>");
    m.append("Record-Route", "<sip:scscf1.ims.operator.example:6060;lr>");
    m.append("Max-Forwards", "60");
    m.append("From", "\"Carol\" <sip:carol@other.net>;tag=c1");
    m.append("To", "<sip:Bob@enterprise.com>");
    m.append("Call-ID", "core-call-1");
    m.append("CSeq", "5 INVITE");
    m.append("Contact", "<sip:carol@127.0.0.31:5060>");
    m.append("P-Asserted-Identity", "<sip:carol@other.net>");
    m.append("P-Called-Party-ID", '<' + called + '>');
    m.append("P-Charging-Vector", "icid-value=fromcore");
    m.append("Session-ID", "0123456789abcdef0123456789abcdef;remote=00000000000000000000000000000000");
    if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
    return m;
}

sip::Message Rig::core_response(const sip::Message& request, int status, std::string sdp) {
    auto m = sip::Message::response_to(request, status);
    if (request.to_tag().empty()) m.set("To", std::string(request.get("To")) + ";tag=core9");
    if (request.method() == "INVITE" || request.method() == "UPDATE") {
        m.append("Record-Route", "<sip:near.ims.operator.example;lr>");
        m.append("Record-Route", "<sip:far.ims.operator.example;lr>");
        m.append("Contact", "<sip:phone@127.0.0.33:5060>");
        m.append("Session-ID", "fedcba9876543210fedcba9876543210;remote=" + std::string(32, '1'));
    }
    if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
    return m;
}

sip::Message Rig::core_in_dialog(std::string method, const sip::Message& invite, const sip::Message& ours, int number) {
    auto m = sip::Message::request(method, uri_in(ours.get("Contact")));
    m.append("Via", "SIP/2.0/UDP 127.0.0.13:6060;branch=z9hG4bKi" + std::to_string(number) + method);
    m.append("From", std::string(invite.get("From")));
    m.append("To", std::string(ours.get("To")));
    m.append("Call-ID", std::string(invite.call_id()));
    m.append("CSeq", std::to_string(number) + " " + method);
    return m;
}

sip::Message Rig::core_in_dialog_called(std::string method, const sip::Message& invite, int number) {
    auto m = sip::Message::request(method, uri_in(invite.get("Contact")));
    m.append("Via", "SIP/2.0/UDP 127.0.0.13:6060;branch=z9hG4bKj" + std::to_string(number) + method);
    m.append("From", std::string(invite.get("To")) + ";tag=core9");
    m.append("To", std::string(invite.get("From")));
    m.append("Call-ID", std::string(invite.call_id()));
    m.append("CSeq", std::to_string(number) + " " + method);
    return m;
}

bool Rig::log_has(std::string_view text, std::string_view field, std::string_view value) const {
    for (const auto& line : host.lines()) {
        if (line.text.find(text) == std::string::npos) continue;
        if (field.empty()) return true;
        const auto it = line.fields.find(std::string(field));
        if (it != line.fields.end() && it->second == value) return true;
    }
    return false;
}

#define CRLF "\r\n"
const char* const browser_offer =
    "v=0" CRLF "o=- 4611731400430051336 2 IN IP4 127.0.0.1" CRLF "s=-" CRLF "t=0 0" CRLF "a=group:BUNDLE 0" CRLF
    "a=extmap-allow-mixed" CRLF "a=msid-semantic: WMS s1" CRLF "m=audio 54609 UDP/TLS/RTP/SAVPF 111 9 0 8 110 126" CRLF
    "c=IN IP4 203.0.113.141" CRLF "a=rtcp:9 IN IP4 0.0.0.0" CRLF
    "a=candidate:1 1 udp 2122260223 203.0.113.141 54609 typ host generation 0" CRLF "a=ice-ufrag:EsAw" CRLF
    "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1" CRLF "a=ice-options:trickle" CRLF
    "a=fingerprint:sha-256 "
    "D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F" CRLF
    "a=setup:actpass" CRLF "a=mid:0" CRLF "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level" CRLF
    "a=sendrecv" CRLF "a=msid:s1 a1" CRLF "a=rtcp-mux" CRLF "a=rtpmap:111 opus/48000/2" CRLF
    "a=rtcp-fb:111 transport-cc" CRLF "a=fmtp:111 minptime=10;useinbandfec=1" CRLF "a=rtpmap:9 G722/8000" CRLF
    "a=rtpmap:0 PCMU/8000" CRLF "a=rtpmap:8 PCMA/8000" CRLF "a=rtpmap:110 telephone-event/48000" CRLF
    "a=rtpmap:126 telephone-event/8000" CRLF "a=ssrc:1001 cname:x" CRLF;

const char* const browser_answer =
    "v=0" CRLF "o=- 1234 2 IN IP4 127.0.0.1" CRLF "s=-" CRLF "t=0 0" CRLF "a=group:BUNDLE 0" CRLF
    "m=audio 54700 UDP/TLS/RTP/SAVPF 8" CRLF "c=IN IP4 203.0.113.141" CRLF
    "a=candidate:1 1 udp 2122260223 203.0.113.141 54700 typ host generation 0" CRLF "a=ice-ufrag:WicU" CRLF
    "a=ice-pwd:WicPasswordWicPassword00" CRLF
    "a=fingerprint:sha-256 "
    "D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F" CRLF
    "a=setup:active" CRLF "a=mid:0" CRLF "a=sendrecv" CRLF "a=rtcp-mux" CRLF "a=rtpmap:8 PCMA/8000" CRLF;

const char* const phone_offer = "v=0" CRLF "o=phone 1 1 IN IP4 127.0.0.33" CRLF "s=-" CRLF "c=IN IP4 127.0.0.33" CRLF
                                "t=0 0" CRLF "m=audio 40000 RTP/AVP 8 101" CRLF "a=rtpmap:8 PCMA/8000" CRLF
                                "a=rtpmap:101 telephone-event/8000" CRLF "a=sendrecv" CRLF;

const char* const phone_answer =
    "v=0" CRLF "o=phone 1 1 IN IP4 127.0.0.33" CRLF "s=-" CRLF "c=IN IP4 127.0.0.33" CRLF "t=0 0" CRLF
    "m=audio 40000 RTP/AVP 8" CRLF "a=rtpmap:8 PCMA/8000" CRLF "a=sendrecv" CRLF;

}  // namespace wims::test
