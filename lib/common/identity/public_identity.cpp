// SPDX-License-Identifier: Apache-2.0
#include "common/identity/public_identity.hpp"

#include <algorithm>
#include <array>

#include "common/core/ascii.hpp"

namespace wims::identity {
namespace {

constexpr std::size_t longest_user = 255;
constexpr std::size_t longest_host = 253;

Error bad(std::string text, int status = 400) { return {ErrorKind::protocol, std::move(text), status}; }

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool unreserved(char c) {
    return letter(c) || digit(c) || std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
}
bool user_unreserved(char c) { return std::string_view("&=+$,;?/").find(c) != std::string_view::npos; }

int hex(char c) {
    if (digit(c)) return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct Parts {
    bool secure = false;
    bool has_user = false;
    std::string_view user, host, port;
    bool headers = false;
};

Result<Parts> split(std::string_view uri) {
    const auto colon = uri.find(':');
    if (colon == std::string_view::npos) return bad("identity: no scheme");
    const auto scheme = lower(uri.substr(0, colon));
    if (scheme != "sip" && scheme != "sips") return bad("identity: the scheme is not sip", 416);

    Parts parts;
    parts.secure = scheme == "sips";
    std::string_view rest = uri.substr(colon + 1);
    if (const auto at = rest.find('@'); at != std::string_view::npos) {  // an @ in the user part is always escaped
        parts.has_user = true;
        parts.user = rest.substr(0, at);
        rest.remove_prefix(at + 1);
    }
    const auto end = rest.find_first_of(";?");
    if (end != std::string_view::npos) parts.headers = rest.find('?', end) != std::string_view::npos;
    rest = rest.substr(0, end);
    const auto bracket = rest.rfind(']');
    const auto port = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    parts.host = rest.substr(0, port);
    if (port != std::string_view::npos) parts.port = rest.substr(port + 1);
    if (port != std::string_view::npos && parts.port.empty()) return bad("identity: empty port");
    return parts;
}

Result<std::string> port_suffix(const Parts& parts) {
    if (parts.port.empty()) return std::string();
    unsigned value = 0;
    for (const char c : parts.port) {
        if (!digit(c) || parts.port.size() > 5) return bad("identity: bad port");
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (value == 0 || value > 65535) return bad("identity: bad port");
    if (value == (parts.secure ? 5061U : 5060U)) return std::string();
    return ":" + std::to_string(value);
}

bool host_name(std::string_view host) {
    std::size_t label = 0;
    for (std::size_t i = 0; i < host.size(); ++i) {
        const char c = host[i];
        if (c == '.') {
            if (label == 0 || host[i - 1] == '-') return false;
            label = 0;
        } else if (letter(c) || digit(c) || (c == '-' && label > 0)) {
            if (++label > 63) return false;
        } else {
            return false;
        }
    }
    return label > 0 && host.back() != '-';
}

bool ipv6_reference(std::string_view host) {
    if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
    const auto inner = host.substr(1, host.size() - 2);
    return std::all_of(inner.begin(), inner.end(), [](char c) { return hex(c) >= 0 || c == ':' || c == '.'; });
}

}  // namespace

Result<std::string> canonical_host(std::string_view host) {
    if (host.size() > 1 && host.back() == '.') host.remove_suffix(1);
    if (host.size() > longest_host || (!host_name(host) && !ipv6_reference(host))) return bad("identity: bad host");
    return lower(host);
}

Result<std::string> canonical_user(std::string_view user) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (std::size_t i = 0; i < user.size(); ++i) {
        const char c = user[i];
        if (c == ':') return bad("identity: a password");
        if (c != '%') {
            if (!unreserved(c) && !user_unreserved(c)) return bad("identity: a character that must be escaped");
            text += c;
            continue;
        }
        const int high = i + 2 < user.size() ? hex(user[i + 1]) : -1;
        const int low = i + 2 < user.size() ? hex(user[i + 2]) : -1;
        if (high < 0 || low < 0) return bad("identity: bad escape");
        const char octet = static_cast<char>(high * 16 + low);
        if (unreserved(octet)) text += octet;
        else text.append({'%', digits[high], digits[low]});
        i += 2;
    }
    if (text.size() > longest_user) return bad("identity: the user part is too long");
    return text;
}

Result<PublicIdentity> PublicIdentity::parse(std::string_view uri) {
    const auto parts = split(uri);
    if (!parts) return parts.error();
    if (!parts->has_user || parts->user.empty()) return bad("identity: no user");
    if (parts->headers) return bad("identity: header fields in the URI");
    const auto user = canonical_user(parts->user);
    if (!user) return user.error();
    const auto host = canonical_host(parts->host);
    if (!host) return host.error();
    const auto port = port_suffix(*parts);
    if (!port) return port.error();

    PublicIdentity identity;
    identity.text_ = "sip:" + *user + "@" + *host + *port;
    identity.at_ = 4 + user->size();
    identity.host_length_ = host->size();
    return identity;
}

namespace {

/// Whether a URI is written as it is stored already: most are, and nothing need be made of them.
bool is_canonical(std::string_view uri) {
    static constexpr auto in_user = [] {
        std::array<bool, 256> allowed{};
        for (const char c :
             std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()&=+$,;?/"))
            allowed[static_cast<unsigned char>(c)] = true;
        return allowed;
    }();
    if (!uri.starts_with("sip:")) return false;
    const auto at = uri.find('@');
    if (at == std::string_view::npos || at == 4 || at - 4 > longest_user) return false;
    for (const char c : uri.substr(4, at - 4))
        if (!in_user[static_cast<unsigned char>(c)]) return false;
    const auto host = uri.substr(at + 1);
    for (const char c : host)
        if (c >= 'A' && c <= 'Z') return false;
    return host.size() <= longest_host && host_name(host);
}

}  // namespace

Result<std::string> canonical(std::string_view uri) {
    if (is_canonical(uri)) return std::string(uri);
    auto identity = PublicIdentity::parse(uri);
    if (!identity) return identity.error();
    return identity->text();
}

std::string host_of(std::string_view uri) {
    const auto parts = split(uri);
    if (!parts) return {};
    auto host = canonical_host(parts->host);
    return host ? std::move(*host) : std::string();
}

}  // namespace wims::identity
