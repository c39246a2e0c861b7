// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/identity_mask.hpp"

#include "common/identity/public_identity.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

namespace {

/// Written from what each leg's dialog knows; mapped when the dialog was made.
bool is_own(std::string_view name) {
    for (const auto own : {"Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards"})
        if (sip::equal_without_case(name, own)) return true;
    return false;
}

std::size_t find_without_case(std::string_view in, std::string_view what) {
    if (what.empty() || in.size() < what.size()) return std::string_view::npos;
    for (std::size_t i = 0; i + what.size() <= in.size(); ++i)
        if (sip::equal_without_case(in.substr(i, what.size()), what)) return i;
    return std::string_view::npos;
}

}  // namespace

IdentityMask::IdentityMask(const Blocks& blocks, std::string impu, std::string external)
    : blocks_(blocks), impu_(std::move(impu)), external_(std::move(external)) {}

std::string_view IdentityMask::impu_address() const { return std::string_view(impu_).substr(impu_.find(':') + 1); }

bool IdentityMask::hidden(std::string_view uri) const {
    const auto identity = identity::canonical(uri);
    if (!identity) return false;
    if (*identity == impu_) return impu_ != external_;
    const BlockStatus* block = blocks_.owning(*identity);
    return block != nullptr && block->allocation == w6::AllocatedBy::epcscf;
}

std::string IdentityMask::replaced(std::string text) const {
    if (impu_ == external_) return text;
    const std::string_view ours = impu_address();
    const std::string_view shown = std::string_view(external_).substr(external_.find(':') + 1);
    std::string out;
    std::string_view rest = text;
    for (auto at = find_without_case(rest, ours); at != std::string_view::npos; at = find_without_case(rest, ours)) {
        out.append(rest.substr(0, at)).append(shown);
        rest.remove_prefix(at + ours.size());
    }
    return out.append(rest);
}

std::string IdentityMask::name_addr(std::string_view value) const {
    auto address = sip::NameAddr::parse(value);
    if (!address) return {};
    if (address->uri.scheme == "tel") {
        sip::Uri uri;
        uri.scheme = "sip";
        uri.user = address->uri.user;
        uri.host = std::string(identity::host_of(external_));
        uri.set_parameter("user", "phone");
        address->uri = std::move(uri);
        return address->to_text();
    }
    const auto identity = identity::canonical(address->uri.to_text());
    if (!identity || !hidden(*identity)) return std::string(value);
    if (*identity != impu_) return {};
    auto external = sip::Uri::parse(external_);
    if (!external) return {};
    address->uri = std::move(*external);
    address->display_name = replaced(address->display_name);
    return address->to_text();
}

void IdentityMask::apply(sip::Message& message) const {
    const auto asserted = message.all("P-Asserted-Identity");
    message.remove("P-Asserted-Identity");
    for (const auto& value : asserted)
        if (auto shown = name_addr(value); !shown.empty()) message.append("P-Asserted-Identity", std::move(shown));

    sip::Message masked = message;
    for (const auto& header : message.headers()) {
        if (is_own(header.name) || find_without_case(header.value, impu_address()) == std::string_view::npos) continue;
        masked.remove(header.name);
        for (const auto& value : message.all(header.name)) masked.append(header.name, replaced(value));
    }
    message = std::move(masked);
}

}  // namespace wims::epcscf
