// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/uri.hpp"

#include <algorithm>

#include "signalling/sip/syntax.hpp"

namespace wims::sip {
namespace {

Error bad(std::string text, int status = 400) { return {ErrorKind::protocol, std::move(text), status}; }

/// Printable ASCII without the characters that would end a URI in a header, and whole escapes only.
bool uri_text(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c <= ' ' || c > '~' || c == '<' || c == '>' || c == '"' || c == '\\') return false;
        if (c != '%') continue;
        const auto hex = text.substr(i + 1, 2);
        if (hex.size() != 2 || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return false;
    }
    return true;
}

template <class List>
auto find_parameter(List& list, std::string_view name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& p) { return equal_without_case(p.first, name); });
}

std::optional<std::string_view> value_of(const Parameters& list, std::string_view name) {
    const auto it = find_parameter(list, name);
    if (it == list.end()) return std::nullopt;
    return it->second ? std::string_view(*it->second) : std::string_view();
}

void set_in(Parameters& list, std::string_view name, std::optional<std::string> value) {
    const auto it = find_parameter(list, name);
    if (it != list.end()) it->second = std::move(value);
    else list.emplace_back(lower(name), std::move(value));
}

void remove_from(Parameters& list, std::string_view name) {
    std::erase_if(list, [&](const auto& p) { return equal_without_case(p.first, name); });
}

std::string text_of(const Parameters& list) {
    std::string out;
    for (const auto& [name, value] : list) {
        out += ';' + name;
        if (value) out += '=' + *value;
    }
    return out;
}

/// What follows the first ";". Quoted values keep their quotes.
Result<Parameters> parse_parameters(std::string_view text) {
    Parameters list;
    for (const auto element : split_outside(text, ';')) {
        const auto equals = find_outside(element, '=');
        const auto name = trim(element.substr(0, equals));
        if (name.empty() || name.find_first_of(" \t\"<>") != std::string_view::npos) return bad("malformed parameter");
        if (value_of(list, name)) return bad("parameter " + std::string(name) + " given twice");
        if (equals == std::string_view::npos) {
            list.emplace_back(lower(name), std::nullopt);
            continue;
        }
        const auto value = trim(element.substr(equals + 1));
        const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
        if (value.empty() || (!quoted && value.find_first_of(" \t\"<>") != std::string_view::npos))
            return bad("malformed value of parameter " + std::string(name));
        list.emplace_back(lower(name), std::string(value));
    }
    return list;
}

Result<void> parse_host(std::string_view text, Uri& uri) {
    auto host = text;
    const auto colon = text.find(':', text.empty() || text.front() != '[' ? 0 : std::min(text.find(']'), text.size()));
    if (colon != std::string_view::npos) {
        const auto port = number(text.substr(colon + 1), 65535);
        if (!port || *port == 0) return bad("malformed port in URI");
        uri.port = static_cast<std::uint16_t>(*port);
        host = text.substr(0, colon);
    }
    if (!is_host(host)) return bad("no valid host in URI");
    uri.host = host.front() == '[' ? host.substr(1, host.size() - 2) : host;
    return {};
}

Result<Uri> parse_tel(std::string_view rest, Uri uri) {
    const auto semicolon = rest.find(';');
    uri.user = rest.substr(0, semicolon);
    if (uri.user.empty() || uri.user.find_first_not_of("+0123456789abcdefABCDEF*#-.()") != std::string::npos)
        return bad("malformed tel: URI");
    if (semicolon == std::string_view::npos) return uri;
    auto list = parse_parameters(rest.substr(semicolon + 1));
    if (!list) return list.error();
    uri.parameters = std::move(*list);
    return uri;
}

}  // namespace

Result<Uri> Uri::parse(std::string_view text) {
    if (!uri_text(text)) return bad("character not allowed in a URI");
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !is_token(text.substr(0, colon))) return bad("URI without a scheme");
    Uri uri;
    uri.scheme = lower(text.substr(0, colon));
    auto rest = text.substr(colon + 1);
    if (uri.scheme == "tel") return parse_tel(rest, std::move(uri));
    if (uri.scheme != "sip" && uri.scheme != "sips") return bad("unknown URI scheme " + uri.scheme, 416);

    // "@" first: a user part may hold ";" and "?" (RFC 3261 25.1, user-unreserved).
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        uri.user = rest.substr(0, at);
        if (uri.user.empty()) return bad("empty user in URI");
        rest.remove_prefix(at + 1);
    }
    if (rest.find('@') != std::string_view::npos) return bad("second @ in URI");
    if (const auto question = rest.find('?'); question != std::string_view::npos) {
        uri.headers = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    const auto semicolon = rest.find(';');
    if (auto host = parse_host(rest.substr(0, semicolon), uri); !host) return host.error();
    if (semicolon == std::string_view::npos) return uri;
    auto list = parse_parameters(rest.substr(semicolon + 1));
    if (!list) return list.error();
    uri.parameters = std::move(*list);
    return uri;
}

std::string Uri::to_text() const {
    std::string out = scheme + ':' + user;
    if (scheme != "tel") {
        if (!user.empty()) out += '@';
        out += host.find(':') == std::string::npos ? host : '[' + host + ']';
        if (port != 0) out += ':' + std::to_string(port);
    }
    out += text_of(parameters);
    if (!headers.empty()) out += '?' + headers;
    return out;
}

std::string Uri::address_of_record() const {
    Uri plain{scheme, user, lower(host), port, {}, {}};
    return plain.to_text();
}

std::optional<std::string_view> Uri::parameter(std::string_view name) const { return value_of(parameters, name); }
void Uri::set_parameter(std::string_view name, std::optional<std::string> value) {
    set_in(parameters, name, std::move(value));
}
void Uri::remove_parameter(std::string_view name) { remove_from(parameters, name); }

Result<NameAddr> NameAddr::parse(std::string_view text) {
    text = trim(text);
    if (!balanced(text)) return bad("quote or angle bracket left open");
    NameAddr out;
    std::string_view address, rest;
    std::size_t quote_end = 0;
    if (!text.empty() && text.front() == '"') {
        quote_end = 1;
        while (quote_end < text.size() && text[quote_end] != '"') quote_end += text[quote_end] == '\\' ? 2 : 1;
        quote_end = std::min(quote_end + 1, text.size());
    }
    if (const auto open = opening_bracket(text); open != std::string_view::npos) {
        const auto close = text.find('>', open);
        out.display_name = trim(text.substr(0, open));
        if (quote_end > 0 && !trim(text.substr(quote_end, open - quote_end)).empty())
            return bad("text between display name and address");
        if (quote_end == 0 && out.display_name.find('"') != std::string::npos) return bad("malformed display name");
        if (close == std::string_view::npos) return bad("angle bracket left open");
        address = text.substr(open + 1, close - open - 1);
        rest = trim(text.substr(close + 1));
    } else {
        // Without brackets the parameters are the header's. [RFC 3261 20.10]
        const auto semicolon = text.find(';');
        address = trim(text.substr(0, semicolon));
        rest = semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon);
        if (address.find_first_of("?,") != std::string_view::npos) return bad("address needs angle brackets");
    }
    auto parsed = Uri::parse(address);
    if (!parsed) return parsed.error();
    out.uri = std::move(*parsed);
    if (rest.empty()) return out;
    if (rest.front() != ';') return bad("text behind an address");
    auto list = parse_parameters(rest.substr(1));
    if (!list) return list.error();
    out.parameters = std::move(*list);
    return out;
}

std::string NameAddr::to_text() const {
    std::string out = display_name;
    if (!out.empty()) out += ' ';
    return out + '<' + uri.to_text() + '>' + text_of(parameters);
}

std::optional<std::string_view> NameAddr::parameter(std::string_view name) const { return value_of(parameters, name); }
void NameAddr::set_parameter(std::string_view name, std::optional<std::string> value) {
    set_in(parameters, name, std::move(value));
}
void NameAddr::remove_parameter(std::string_view name) { remove_from(parameters, name); }

}  // namespace wims::sip
