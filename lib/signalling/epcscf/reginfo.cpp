// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/reginfo.hpp"

#include <algorithm>
#include <chrono>

namespace wims::epcscf {

namespace {

/// For an attribute's value and for text alike; octets that XML 1.0 has no form for become "?".
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
        }
    return out;
}

std::string attribute(std::string_view name, std::string_view value) {
    return ' ' + std::string(name) + "=\"" + escaped(value) + '"';
}

std::string q_text(float q) {
    const auto thousandths = std::clamp(static_cast<int>(q * 1000.0F + 0.5F), 0, 999);
    const std::string digits = std::to_string(thousandths);
    return "0." + std::string(3 - digits.size(), '0') + digits;
}

std::string contact_element(const ReportedContact& reported) {
    const auto& contact = reported.contact;
    std::string out = "    <contact" + attribute("id", contact.key) +
                      attribute("state", reported.active ? "active" : "terminated") +
                      attribute("event", reported.event) + attribute("callid", contact.call_id) +
                      attribute("cseq", std::to_string(contact.cseq));
    if (reported.active)
        out += attribute("expires",
                         std::to_string(std::chrono::duration_cast<std::chrono::seconds>(contact.expires).count()));
    if (contact.q < 1.0F) out += attribute("q", q_text(contact.q));
    out += ">\n      <uri>" + escaped(contact.uri) + "</uri>\n";
    if (!contact.instance_id.empty())
        out += "      <unknown-param name=\"+sip.instance\">\"" + escaped(contact.instance_id) + "\"</unknown-param>\n";
    return out + "    </contact>\n";
}

}  // namespace

std::string reginfo(std::string_view aor, std::uint32_t version, const std::vector<ReportedContact>& contacts) {
    const bool active = std::any_of(contacts.begin(), contacts.end(), [](const auto& c) { return c.active; });
    std::string out = "<?xml version=\"1.0\"?>\n<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\"" +
                      attribute("version", std::to_string(version)) + " state=\"full\">\n  <registration" +
                      attribute("aor", aor) + " id=\"r1\"" + attribute("state", active ? "active" : "terminated") +
                      ">\n";
    for (const auto& contact : contacts) out += contact_element(contact);
    return out + "  </registration>\n</reginfo>\n";
}

}  // namespace wims::epcscf
