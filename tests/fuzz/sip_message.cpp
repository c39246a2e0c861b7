// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "signalling/adapters/sofia/parser.hpp"
#include "signalling/sip/message.hpp"
#include "signalling/sip/uri.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

/// What passed says the same when it is written and read again; libsofia-sip survives it, whatever it thinks of it.
void check_accepted(const wims::sip::Message& message) {
    const auto text = message.to_text();
    const auto again = wims::sip::parse(text);
    must(again.ok());
    must(again->to_text() == text);
    must(message.headers().size() <= 400);
    for (const auto& header : message.headers()) must(header.value.find_first_of("\r\n") == std::string::npos);
    if (message.is_request()) must(wims::sip::Uri::parse(message.request_uri()).ok());
    const auto verdict = wims::sofia::make_msg(text);
    if (verdict) must(wims::sip::parse(wims::sofia::text_of(wims::sofia::sip_of(*verdict))).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    wims::sip::Message partial;
    const auto message = wims::sip::parse(octets, &partial);
    if (message) check_accepted(*message);
    else if (message.error().status != 0)
        must(!wims::sip::Message::response_to(partial, message.error().status).to_text().empty());
    if (const auto uri = wims::sip::Uri::parse(octets)) must(wims::sip::Uri::parse(uri->to_text()).ok());
    if (const auto address = wims::sip::NameAddr::parse(octets))
        must(wims::sip::NameAddr::parse(address->to_text()).ok());
    return 0;
}
