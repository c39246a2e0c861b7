// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::identity {

/// A SIP public identity in the one form in which it is stored, compared and sent on W6 and W7 (WR-12):
/// `sip:user@host[:port]`. Host lower case and without a closing dot; user as written, case kept; escapes that need not
/// be there undone, the others in upper case; parameters, the default port and the difference between sip and sips
/// (RFC 5630 3.1: the same resource) dropped. [RFC 3261 10.3, 19.1.4]
class PublicIdentity {
public:
    /// Errors are ErrorKind::protocol: status 416 for a scheme that is not SIP (tel included: external identities are
    /// SIP, R3-10), 400 for text that is no address of a user (no user, a password, headers, a bad escape or host).
    static Result<PublicIdentity> parse(std::string_view uri);

    const std::string& text() const noexcept { return text_; }
    std::string_view user() const noexcept { return std::string_view(text_).substr(4, at_ - 4); }
    /// Without the port.
    std::string_view host() const noexcept { return std::string_view(text_).substr(at_ + 1, host_length_); }
    auto operator<=>(const PublicIdentity& other) const noexcept { return text_ <=> other.text_; }
    bool operator==(const PublicIdentity& other) const noexcept { return text_ == other.text_; }

private:
    PublicIdentity() = default;
    std::string text_;
    std::size_t at_ = 0;
    std::size_t host_length_ = 0;
};

/// The text of PublicIdentity::parse.
Result<std::string> canonical(std::string_view uri);

/// The host of a sip or sips URI in canonical form, whether or not it names a user. Empty for anything else.
std::string host_of(std::string_view uri);

/// A host name, IPv4 address or bracketed IPv6 reference: lower case, without a closing dot. protocol, 400.
Result<std::string> canonical_host(std::string_view host);

/// Escapes of a user part made unique. protocol, 400, for what the grammar does not allow. [RFC 3261 25.1 `user`]
Result<std::string> canonical_user(std::string_view user);

}  // namespace wims::identity
