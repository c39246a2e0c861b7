// SPDX-License-Identifier: Apache-2.0
#include "signalling/icscf/forwarding.hpp"

#include <charconv>

#include "signalling/sip/uri.hpp"

namespace wims::icscf {
namespace {

constexpr unsigned usual_hops = 70;
constexpr std::uint16_t sip_port = 5060;

std::string loose(const std::string& server_name) {
    auto route = sip::NameAddr::parse("<" + server_name + ">");
    if (!route) return "<" + server_name + ">";
    if (!route->uri.parameter("lr")) route->uri.set_parameter("lr", std::nullopt);
    return route->to_text();
}

}  // namespace

TrailId trail_of(const sip::Message& request) {
    std::string_view value = request.get("Session-ID");
    value = value.substr(0, value.find_first_of("; \t"));
    const auto trail = TrailId::from(value);
    return trail.null() ? TrailId::create() : trail;
}

unsigned hops_left(const sip::Message& request) {
    const auto text = request.get("Max-Forwards");
    unsigned hops = usual_hops;
    if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), hops);
    return hops;
}

bool names(std::string_view name_addr, const TransportAddress& own) {
    const auto address = sip::NameAddr::parse(name_addr);
    if (!address) return false;
    const auto& uri = address->uri;
    return uri.host == own.ip && (uri.port == 0 ? sip_port : uri.port) == own.port;
}

sip::Message forwarded(const sip::Message& request, const Target& target, const TransportAddress& own,
                       const TrailId& trail) {
    sip::Message onward = request;
    if (onward.has("Route") && names(onward.get("Route"), own)) onward.remove_first("Route");
    onward.prepend("Route", loose(target.server_name));
    if (!target.impu.empty()) onward.set_request_uri(target.impu);
    if (!target.wildcard.empty()) onward.set("P-Profile-Key", "<" + target.wildcard + ">");
    onward.set("Max-Forwards", std::to_string(hops_left(request) - 1));
    if (!onward.has("Session-ID")) onward.append("Session-ID", trail.hex() + ";remote=" + TrailId().hex());
    return onward;
}

}  // namespace wims::icscf
