// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/message.hpp"

#include <algorithm>

#include "signalling/sip/syntax.hpp"

namespace wims::sip {
namespace {

bool named(const Header& header, std::string_view name) noexcept { return equal_without_case(header.name, name); }

/// to_text alone writes it, so that it never lies.
bool is_length(std::string_view name) noexcept {
    return equal_without_case(name, "Content-Length") || equal_without_case(name, "l");
}

/// The value of `name` among the parameters behind the first ";" outside quotes and brackets.
std::string_view parameter_of(std::string_view value, std::string_view name) noexcept {
    auto start = find_outside(value, ';');
    while (start != std::string_view::npos) {
        const auto end = find_outside(value, ';', start + 1);
        const auto element = value.substr(start + 1, end == std::string_view::npos ? end : end - start - 1);
        const auto equals = element.find('=');
        if (equal_without_case(trim(element.substr(0, equals)), name))
            return equals == std::string_view::npos ? std::string_view() : trim(element.substr(equals + 1));
        start = end;
    }
    return {};
}

/// A value never ends its line, whoever set it.
void append_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    const auto start = out.size();
    out.append(value);
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    out.append("\r\n");
}

}  // namespace

Message Message::request(std::string method, std::string request_uri) {
    Message message;
    message.method_ = std::move(method);
    message.request_uri_ = std::move(request_uri);
    return message;
}

Message Message::response(int status, std::string reason) {
    Message message;
    message.status_ = status;
    message.reason_ = reason.empty() ? std::string(reason_phrase(status)) : std::move(reason);
    return message;
}

Message Message::response_to(const Message& request, int status, std::string reason) {
    Message message = response(status, std::move(reason));
    message.method_ = request.method_;
    for (const auto& header : request.headers_) {
        const bool copied = named(header, "Via") || named(header, "From") || named(header, "To") ||
                            named(header, "Call-ID") || named(header, "CSeq") ||
                            (status < 300 && named(header, "Record-Route")) ||
                            (status == 100 && named(header, "Timestamp"));  // [RFC 3261 8.2.6.1]
        if (copied) message.headers_.push_back(header);
    }
    return message;
}

const std::string* Message::find(std::string_view name) const noexcept {
    for (const auto& header : headers_)
        if (named(header, name)) return &header.value;
    return nullptr;
}

std::string_view Message::get(std::string_view name) const noexcept {
    const auto* value = find(name);
    return value != nullptr ? std::string_view(*value) : std::string_view();
}

std::vector<std::string> Message::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& header : headers_)
        if (named(header, name)) values.push_back(header.value);
    return values;
}

bool Message::lists(std::string_view name, std::string_view token) const noexcept {
    return std::any_of(headers_.begin(), headers_.end(), [&](const Header& header) {
        if (!named(header, name)) return false;
        std::string_view rest = header.value;  // a role may have set several in one value
        for (;;) {
            const auto comma = rest.find(',');
            if (equal_without_case(trim(rest.substr(0, comma)), token)) return true;
            if (comma == std::string_view::npos) return false;
            rest.remove_prefix(comma + 1);
        }
    });
}

void Message::set(std::string_view name, std::string value) {
    if (is_length(name)) return;
    const auto first = std::find_if(headers_.begin(), headers_.end(), [&](const Header& h) { return named(h, name); });
    if (first == headers_.end()) {
        headers_.push_back({std::string(name), std::move(value)});
        return;
    }
    first->value = std::move(value);
    headers_.erase(std::remove_if(first + 1, headers_.end(), [&](const Header& h) { return named(h, name); }),
                   headers_.end());
}

void Message::append(std::string_view name, std::string value) {
    if (is_length(name)) return;
    const auto last = std::find_if(headers_.rbegin(), headers_.rend(), [&](const Header& h) { return named(h, name); });
    headers_.insert(last == headers_.rend() ? headers_.end() : last.base(), {std::string(name), std::move(value)});
}

void Message::prepend(std::string_view name, std::string value) {
    if (is_length(name)) return;
    const auto first = std::find_if(headers_.begin(), headers_.end(), [&](const Header& h) { return named(h, name); });
    headers_.insert(first == headers_.end() ? headers_.begin() : first, {std::string(name), std::move(value)});
}

void Message::remove(std::string_view name) {
    std::erase_if(headers_, [&](const Header& h) { return named(h, name); });
}

void Message::remove_first(std::string_view name) {
    const auto first = std::find_if(headers_.begin(), headers_.end(), [&](const Header& h) { return named(h, name); });
    if (first != headers_.end()) headers_.erase(first);
}

void Message::set_body(std::string content_type, std::string body) {
    body_ = std::move(body);
    if (body_.empty() || content_type.empty()) remove("Content-Type");
    else set("Content-Type", std::move(content_type));
}

std::string Message::to_text() const {
    std::string out;
    out.reserve(512 + body_.size());
    if (is_request()) out += method_ + ' ' + request_uri_ + " SIP/2.0\r\n";
    else out += "SIP/2.0 " + std::to_string(status_) + ' ' + reason_ + "\r\n";
    for (const auto& header : headers_) append_line(out, header.name, header.value);
    out += "Content-Length: " + std::to_string(body_.size()) + "\r\n\r\n";
    return out += body_;
}

std::string_view Message::from_tag() const noexcept { return parameter_of(get("From"), "tag"); }
std::string_view Message::to_tag() const noexcept { return parameter_of(get("To"), "tag"); }
std::string_view Message::branch() const noexcept { return parameter_of(get("Via"), "branch"); }

std::uint32_t Message::cseq() const noexcept {
    const auto value = get("CSeq");
    return number(value.substr(0, value.find_first_of(" \t")), 0xffffffff).value_or(0);
}

}  // namespace wims::sip
