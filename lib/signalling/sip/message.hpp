// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

namespace wims::sip {

struct Header {
    std::string name;   ///< long form, "Call-ID"; unknown ones as received
    std::string value;  ///< as received, unfolded, trimmed
};

/// A SIP message as roles see it: a start line, header values in order, a body. Plain data: no stack's type in it.
/// Headers that are lists (Via, Route, Record-Route, Contact, Path, Service-Route, P-Asserted-Identity,
/// P-Associated-URI, Supported, Require, …) hold one element per Header entry. Names compare without case.
class Message {
public:
    static Message request(std::string method, std::string request_uri);
    static Message response(int status, std::string reason);
    /// A response to `request`: Via, From, To, Call-ID, CSeq (and Record-Route below 300) copied. [RFC 3261 8.2.6]
    static Message response_to(const Message& request, int status, std::string reason = {});

    bool is_request() const noexcept { return status_ == 0; }
    const std::string& method() const noexcept { return method_; }  ///< of a response: its CSeq's
    const std::string& request_uri() const noexcept { return request_uri_; }
    void set_request_uri(std::string uri) { request_uri_ = std::move(uri); }
    int status() const noexcept { return status_; }
    const std::string& reason() const noexcept { return reason_; }
    void set_method(std::string method) { method_ = std::move(method); }

    const std::vector<Header>& headers() const noexcept { return headers_; }
    bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
    /// First value, or nullptr.
    const std::string* find(std::string_view name) const noexcept;
    /// First value, or empty.
    std::string_view get(std::string_view name) const noexcept;
    std::vector<std::string> all(std::string_view name) const;
    /// True when a list header holds this token (Supported, Require, Allow), without case.
    bool lists(std::string_view name, std::string_view token) const noexcept;

    void set(std::string_view name, std::string value);      ///< replaces every value, at the first one's place
    void append(std::string_view name, std::string value);   ///< after the last value of that name, else at the end
    void prepend(std::string_view name, std::string value);  ///< before the first value of that name, else in front
    void remove(std::string_view name);
    void remove_first(std::string_view name);

    const std::string& body() const noexcept { return body_; }
    /// Sets or removes (when empty) body and Content-Type; Content-Length is written by to_text.
    void set_body(std::string content_type, std::string body);

    std::string to_text() const;

    // ---- the ones that every role asks for
    std::string_view call_id() const noexcept { return get("Call-ID"); }
    std::string_view from_tag() const noexcept;
    std::string_view to_tag() const noexcept;
    std::uint32_t cseq() const noexcept;       ///< the number
    std::string_view branch() const noexcept;  ///< of the topmost Via

private:
    std::string method_;
    std::string request_uri_;
    int status_ = 0;
    std::string reason_;
    std::vector<Header> headers_;
    std::string body_;
};

/// The standard reason phrase, "" for an unknown code.
std::string_view reason_phrase(int status) noexcept;

/// One whole message, as W2 frames it: no bytes may follow it; Content-Length may be absent (W2-04).
/// Errors are ErrorKind::protocol, or limit for a flood of headers (E35); with a status (400, 416, 505, …) when the message was enough of a request to answer,
/// and then `partial` holds what is needed to answer; status 0 when it was not SIP at all (E05).
/// A message that passes holds exactly one well-formed From, To, Call-ID and CSeq, at least one Via, no second copy of
/// a single-valued header, no control characters, and no more than 100 headers of 8 KiB (E06, E35).
Result<Message> parse(std::string_view octets, Message* partial = nullptr);

}  // namespace wims::sip
