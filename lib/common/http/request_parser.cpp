// SPDX-License-Identifier: Apache-2.0
#include "common/http/request_parser.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wims::http {

namespace {

constexpr std::size_t longest_method = 32;

bool alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return c == '\t' || (u >= 0x20 && u != 0x7F);
    });
}

bool target_form(std::string_view target, std::string_view method) {
    if (target == "*") return method == "OPTIONS";
    return !target.empty() && target.front() == '/' &&
           std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
}

bool host_form(std::string_view host) {
    return std::all_of(host.begin(), host.end(), [](char c) {
        return alphanumeric(c) || std::string_view(".-_:[]%~!$&'()*+;=").find(c) != std::string_view::npos;
    });
}

}  // namespace

std::size_t RequestParser::feed(std::string_view octets) {
    std::size_t used = 0;
    while (state_ == State::reading && used < octets.size()) {
        const auto rest = octets.substr(used);
        used += part_ == Part::body ? feed_body(rest) : feed_line(rest);
    }
    return used;
}

Request RequestParser::take() {
    Request request = std::exchange(request_, Request());
    *this = RequestParser(limits_);
    return request;
}

void RequestParser::fail(int status, std::string text) {
    state_ = State::failed;
    error_ = Error{status == 413 || status == 414 || status == 431 ? ErrorKind::limit : ErrorKind::protocol,
                   std::move(text), status};
}

std::size_t RequestParser::feed_line(std::string_view octets) {
    started_ = true;
    const auto end = octets.find('\n');
    const auto part = octets.substr(0, end);
    const auto limit = part_ == Part::request_line ? limits_.request_line : limits_.header_line;
    if (line_.size() + part.size() > limit + 1) {  // 1 for CR
        if (part_ == Part::request_line) fail(414, "request line longer than " + std::to_string(limit) + " octets");
        else fail(431, "header line longer than " + std::to_string(limit) + " octets");
        return part.size();
    }
    line_ += part;
    if (end == std::string_view::npos) return part.size();
    end_line();
    return end + 1;
}

void RequestParser::end_line() {
    if (line_.empty() || line_.back() != '\r') return fail(400, "line that does not end with CR LF");
    line_.pop_back();
    const std::string line = std::exchange(line_, {});
    if (part_ == Part::request_line) return request_line(line);
    if (line.empty()) return end_headers();
    header_line(line);
}

void RequestParser::request_line(std::string_view line) {
    if (line.empty()) {  // [RFC 9112 2.2] one is tolerated
        if (std::exchange(blank_seen_, true)) return fail(400, "empty line where a request was expected");
        started_ = false;
        return;
    }
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos) return fail(400, "request line is not: method target version");
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, second - first - 1);
    const auto version = line.substr(second + 1);
    if (!token(method) || method.size() > longest_method) return fail(400, "malformed method");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        const bool other = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
        return fail(other ? 505 : 400, "version is neither HTTP/1.1 nor HTTP/1.0");
    }
    if (!target_form(target, method)) return fail(400, "target is not a path");

    request_.method = method;
    request_.target = target;
    const auto question = target.find('?');
    request_.path = target.substr(0, question);
    if (question != std::string_view::npos) request_.query = target.substr(question + 1);
    request_.minor_version = version.back() - '0';
    part_ = Part::headers;
}

void RequestParser::header_line(std::string_view line) {
    header_octets_ += line.size();
    if (header_octets_ > limits_.header_octets)
        return fail(431, "header section longer than " + std::to_string(limits_.header_octets) + " octets");
    if (request_.headers.size() == limits_.headers)
        return fail(431, "more than " + std::to_string(limits_.headers) + " header fields");
    if (line.front() == ' ' || line.front() == '\t') return fail(400, "folded header line");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return fail(400, "header line without a colon");
    const auto name = line.substr(0, colon);
    const auto value = trimmed(line.substr(colon + 1));
    if (!token(name)) return fail(400, "malformed header field name");
    if (!field_value(value)) return fail(400, "control character in a header field");
    request_.headers.emplace_back(name, value);
}

// One way only to say where the body ends. [RFC 9112 6.3, 11.2]
bool RequestParser::framing_is_clear() {
    const auto lengths = request_.count("Content-Length");
    if (request_.count("Transfer-Encoding") > 0) {
        if (lengths > 0 || request_.minor_version == 0)
            return fail(400, "Transfer-Encoding together with Content-Length or HTTP/1.0"), false;
        return fail(501, "transfer codings are not accepted: send Content-Length"), false;
    }
    if (lengths > 1) return fail(400, "more than one Content-Length"), false;
    if (lengths == 0) return true;
    const auto digits = request_.header("Content-Length");
    const auto* last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, body_length_);
    const bool number = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!number) return fail(400, "Content-Length is no number"), false;
    if (error != std::errc() || end != last || body_length_ > limits_.body)
        return fail(413, "body longer than " + std::to_string(limits_.body) + " octets"), false;
    return true;
}

void RequestParser::end_headers() {
    const auto hosts = request_.count("Host");
    if (hosts > 1 || (hosts == 0 && request_.minor_version == 1)) return fail(400, "exactly one Host is required");
    if (!host_form(request_.header("Host"))) return fail(400, "malformed Host");
    if (!framing_is_clear()) return;
    if (request_.count("Expect") > 0) {
        if (!equal_ignoring_case(request_.header("Expect"), "100-continue")) return fail(417, "unknown expectation");
        expects_continue_ = request_.minor_version == 1 && body_length_ > 0;
    }
    request_.keep_alive = request_.minor_version == 1 ? !request_.lists("Connection", "close")
                                                      : request_.lists("Connection", "keep-alive");
    part_ = Part::body;
    if (body_length_ == 0) state_ = State::complete;
}

std::size_t RequestParser::feed_body(std::string_view octets) {
    const auto part = octets.substr(0, body_length_ - request_.body.size());
    request_.body += part;
    if (request_.body.size() == body_length_) state_ = State::complete;
    return part.size();
}

}  // namespace wims::http
