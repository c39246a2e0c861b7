// SPDX-License-Identifier: Apache-2.0
#include "signalling/w1/issuer.hpp"

#include <algorithm>
#include <chrono>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"
#include "signalling/w1/claims.hpp"

namespace wims::w1 {

namespace {

std::string fault_in(const TrustedIssuer& issuer) {
    if (issuer.issuer.empty()) return "no name";
    if (issuer.origins.empty()) return "no origins";
    if (issuer.domains.empty() && issuer.blocks.empty()) return "no domains and no blocks";
    for (const auto& origin : issuer.origins)
        if (!origin.starts_with("https://") || origin.find('/', 8) != std::string::npos || origin.size() == 8)
            return "an origin is not of the form https://host[:port]";
    if (issuer.jwks.empty() == issuer.jwks_uri.empty()) return "give either jwks or jwks_uri";
    if (!issuer.jwks_uri.empty() && (!issuer.jwks_uri.starts_with("https://") || issuer.jwks_uri.size() == 8))
        return "jwks_uri is no https URI";
    return {};
}

}  // namespace

Result<Issuer> Issuer::create(const TrustedIssuer& trusted) {
    const auto usage = [&](const std::string& text) {
        return Error{ErrorKind::usage, "issuer " + trusted.issuer + ": " + text};
    };
    if (const auto fault = fault_in(trusted); !fault.empty()) return usage(fault);
    Issuer issuer;
    issuer.trusted_ = trusted;
    for (const auto& block : trusted.blocks) {
        auto wildcard = identity::Wildcard::parse(block);
        if (!wildcard) return usage("block \"" + block + "\": " + wildcard.error().text);
        issuer.blocks_.push_back(std::move(*wildcard));
    }
    if (issuer.fetches()) return issuer;
    auto keys = jose::KeySet::parse(trusted.jwks);
    if (!keys) return usage(keys.error().text);
    issuer.keys_ = std::move(*keys);
    return issuer;
}

Result<void> Issuer::may_say(std::string_view subject, const std::string& origin) const {
    if (std::find(trusted_.origins.begin(), trusted_.origins.end(), origin) == trusted_.origins.end())
        return not_allowed("the issuer has no page at the origin it names");
    if (identity::in_any_domain(identity::host_of(subject), trusted_.domains)) return {};
    const bool member = std::any_of(blocks_.begin(), blocks_.end(), [&](const auto& b) { return b.matches(subject); });
    if (!member) return not_allowed("the issuer may not allocate the subject's identity");
    return {};
}

bool Issuer::due(WallTime now, Duration apart) const noexcept {
    if (!fetches() || fetching_) return false;
    if (document_.empty()) apart = std::min<Duration>(apart, std::chrono::seconds(1));
    return !began_ || now < *began_ || now - *began_ >= apart;  // civil time may be set back
}

void Issuer::fetch_began(WallTime now) noexcept {
    fetching_ = true;
    began_ = now;
}

Result<bool> Issuer::fetched(const Result<std::string>& document) {
    fetching_ = false;
    if (!document) return document.error();
    auto keys = jose::KeySet::parse(*document);
    if (!keys) return keys.error();
    if (*document == document_) return false;
    document_ = *document;
    keys_ = std::move(*keys);
    return true;
}

}  // namespace wims::w1
