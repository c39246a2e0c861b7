// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/response_completion.hpp"

namespace wims::sip {

void complete_response(Message& response, const Message& request, std::string_view tag) {
    response.set_method(request.method());
    response.remove("Via");
    const auto vias = request.all("Via");
    for (auto via = vias.rbegin(); via != vias.rend(); ++via) response.prepend("Via", *via);
    for (const auto name : {"From", "To"})
        if (!response.has(name) && request.has(name)) response.append(name, *request.find(name));
    for (const auto name : {"Call-ID", "CSeq"})
        if (request.has(name)) response.set(name, *request.find(name));
    if (response.status() > 100 && response.has("To") && response.to_tag().empty())
        response.set("To", std::string(response.get("To")) + ";tag=" + std::string(tag));
}

Message companion_of(const Message& request, std::string method) {
    auto message = Message::request(method, request.request_uri());
    message.append("Via", std::string(request.get("Via")));
    for (const auto& route : request.all("Route")) message.append("Route", route);
    for (const auto name : {"From", "To", "Call-ID"}) message.append(name, std::string(request.get(name)));
    message.append("CSeq", std::to_string(request.cseq()) + ' ' + method);
    message.append("Max-Forwards", "70");
    return message;
}

}  // namespace wims::sip
