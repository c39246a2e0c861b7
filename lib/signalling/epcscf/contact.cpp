// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/contact.hpp"

#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

namespace {

Error bad(std::string text) { return {ErrorKind::protocol, std::move(text), 400}; }

std::optional<Duration> seconds(std::optional<std::string_view> text) {
    if (!text) return std::nullopt;
    const auto value = sip::number(*text, UINT32_MAX);
    if (!value) return std::nullopt;  // malformed: as if it were not there [RFC 3261 10.2.1.1]
    return std::chrono::seconds(*value);
}

std::string unquoted(std::string_view s) {
    if (s.size() >= 2 && s.front() == '"' && s.back() == '"') s = s.substr(1, s.size() - 2);
    return std::string(s);
}

float q_of(std::optional<std::string_view> text) {
    if (!text || text->empty() || text->size() > 5) return 1.0F;
    if (text->front() == '1') return 1.0F;
    if (text->front() != '0' || text->size() < 3 || (*text)[1] != '.') return text->front() == '0' ? 0.0F : 1.0F;
    float value = 0.0F, place = 0.1F;
    for (const char c : text->substr(2)) {
        if (c < '0' || c > '9') return 1.0F;
        value += static_cast<float>(c - '0') * place;
        place /= 10.0F;
    }
    return value;
}

Result<ContactRequest> star(const sip::Message& request, std::size_t contacts) {
    if (contacts != 1) return bad("Contact: * stands with other contacts");
    if (seconds(request.get("Expires")) != Duration::zero()) return bad("Contact: * needs Expires: 0");
    ContactRequest result;
    result.kind = ContactRequest::Kind::remove_all;
    result.expires = Duration::zero();
    return result;
}

}  // namespace

Result<ContactRequest> contact_request(const sip::Message& request) {
    const auto values = request.all("Contact");
    if (values.empty()) return ContactRequest{};
    for (const auto& value : values)
        if (sip::trim(value) == "*") return star(request, values.size());
    if (values.size() > 1) return bad("one Contact for one flow: more than one came");

    auto contact = sip::NameAddr::parse(values.front());
    if (!contact) return bad("the Contact is no URI: " + contact.error().text);
    if (contact->uri.scheme != "sip" && contact->uri.scheme != "sips") return bad("the Contact is no SIP URI");

    ContactRequest result;
    result.contact.uri = std::string(sip::address_of(values.front()));
    result.contact.instance_id = unquoted(contact->parameter("+sip.instance").value_or(std::string_view()));
    result.contact.reg_id = sip::number(contact->parameter("reg-id").value_or("0"), UINT32_MAX).value_or(0);
    result.contact.q = q_of(contact->parameter("q"));
    result.contact.call_id = std::string(request.call_id());
    result.contact.cseq = request.cseq();
    result.contact.user_agent = std::string(request.get("User-Agent"));
    result.outbound = result.contact.reg_id != 0 && request.lists("Supported", "outbound");
    result.expires = seconds(contact->parameter("expires"));
    if (!result.expires && request.has("Expires")) result.expires = seconds(request.get("Expires"));
    result.kind = result.expires == Duration::zero() ? ContactRequest::Kind::remove : ContactRequest::Kind::bind;
    return result;
}

std::string contact_value(const w6::Contact& contact, Duration expires) {
    std::string value = '<' + contact.uri + '>';
    if (!contact.instance_id.empty()) value += ";+sip.instance=\"" + contact.instance_id + '"';
    if (contact.reg_id != 0) value += ";reg-id=" + std::to_string(contact.reg_id);
    return value + ";expires=" + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(expires).count());
}

bool same_binding(const w6::Contact& a, const w6::Contact& b) {
    if (!a.instance_id.empty()) return a.instance_id == b.instance_id && a.reg_id == b.reg_id;
    return a.uri == b.uri;
}

bool first_hop_keeps_flow(const sip::Message& request) {
    if (request.all("Via").size() == 1) return true;  // we are the first hop
    const auto path = request.all("Path");
    if (path.empty()) return false;
    const auto first_hop = sip::NameAddr::parse(path.back());
    return first_hop && first_hop->uri.parameter("ob").has_value();
}

}  // namespace wims::epcscf
