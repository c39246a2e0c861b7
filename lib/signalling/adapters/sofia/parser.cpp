// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/parser.hpp"

#include <array>

#include "signalling/adapters/sofia/nta.hpp"

namespace wims::sofia {
namespace {

/// Prints a header that has no text any more.
std::string printed(const msg_header_t* header) {
    std::array<char, 1024> small;
    const auto length = msg_header_e(small.data(), small.size(), header, 0);
    if (length < 0) return {};
    if (static_cast<std::size_t>(length) < small.size()) return {small.data(), static_cast<std::size_t>(length)};
    std::string large(static_cast<std::size_t>(length) + 1, '\0');
    msg_header_e(large.data(), large.size(), header, 0);
    large.pop_back();
    return large;
}

}  // namespace

void MsgRelease::operator()(msg_s* msg) const noexcept { msg_destroy(msg); }

Result<Msg> make_msg(std::string_view text) {
    init_sofia();
    Msg msg(msg_make(sip_default_mclass(), MSG_DO_EXTRACT_COPY, text.data(), static_cast<ssize_t>(text.size())));
    const sip_t* sip = msg ? sip_object(msg.get()) : nullptr;
    if (sip == nullptr || (sip->sip_request == nullptr && sip->sip_status == nullptr))
        return Error{ErrorKind::protocol, "libsofia-sip does not read this message", 400};
    if (sip->sip_error != nullptr || (sip->sip_flags & MSG_FLG_ERROR) != 0)
        return Error{ErrorKind::protocol, "libsofia-sip finds a faulty header", 400};
    if (!sip->sip_from || !sip->sip_to || !sip->sip_call_id || !sip->sip_cseq)
        return Error{ErrorKind::protocol, "a mandatory header is missing", 400};
    return msg;
}

const sip_s* sip_of(const Msg& msg) noexcept { return sip_object(msg.get()); }

Result<Msg> make_forwarded_response(sip::Message response) {
    response.prepend("Via", "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKtaken-off");
    return make_msg(response.to_text());
}

Result<void> acceptable(std::string_view text) {
    const auto msg = make_msg(text);
    if (!msg) return msg.error();
    return {};
}

std::string text_of(const sip_s* sip) {
    std::string out;
    const auto* first = sip->sip_request ? reinterpret_cast<const msg_header_t*>(sip->sip_request)
                                         : reinterpret_cast<const msg_header_t*>(sip->sip_status);
    for (const auto* header = first; header != nullptr; header = header->sh_succ) {
        if (header->sh_data != nullptr) out.append(static_cast<const char*>(header->sh_data), header->sh_len);
        else if (static_cast<const void*>(header) == sip->sip_payload)
            out.append(sip->sip_payload->pl_data, sip->sip_payload->pl_len);
        else if (static_cast<const void*>(header) == sip->sip_separator) out.append("\r\n");
        else out.append(printed(header));
    }
    return out;
}

}  // namespace wims::sofia
