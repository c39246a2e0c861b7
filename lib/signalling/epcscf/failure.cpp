// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/failure.hpp"

#include <wims/signalling/ims_alg.hpp>
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

bool sdp_or_nothing(const sip::Message& message) noexcept {
    if (message.body().empty()) return true;
    const std::string_view type = message.get("Content-Type");
    return sip::equal_without_case(sip::trim(type.substr(0, type.find(';'))), "application/sdp");
}

sip::Message not_sdp(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 415);
    response.set("Accept", "application/sdp");
    return response;
}

sip::Message media_refused(const sip::Message& request, const Error& error, int unavailable, std::string_view host) {
    const int status = error.status == 400 || error.status == 488 ? error.status : unavailable;
    auto response = sip::Message::response_to(request, status);
    if (status == 488) {
        const auto warning = ims_alg::warning_of(error);
        response.set("Warning",
                     std::to_string(warning.code) + ' ' + std::string(host) + ' ' + sip::quoted(warning.text));
    } else if (status == unavailable) {
        const std::string_view why = error.kind == ErrorKind::limit     ? "the media gateway is full"
                                     : error.kind == ErrorKind::timeout ? "the media gateway does not answer"
                                                                        : "the media gateway failed";
        response.set("Warning", "399 " + std::string(host) + ' ' + sip::quoted(why));  // [RFC 3261 20.43]
    }
    if (status == 503) response.set("Retry-After", "5");
    return response;
}

std::string reason_header(int cause, std::string_view text) {
    return "SIP;cause=" + std::to_string(cause) + ";text=" + sip::quoted(text);
}

int status_across(int status, bool local, bool from_wic) noexcept {
    if (local) {
        if (from_wic) return 480;  // the flow is dead or nobody answers on it (E33)
        return status == 503 ? 503 : 504;
    }
    if (status >= 300 && status < 400) return 480;
    if (status == 401 || status == 407) return 403;
    if (status == 430) return 480;
    if (status == 503) return 500;
    return status;
}

}  // namespace wims::epcscf
