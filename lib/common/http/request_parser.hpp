// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <wims/common/error.hpp>

#include "common/http/message.hpp"

namespace wims::http {

/// HTTP/1.x requests out of octets, however they are cut. Strict: what two readers could understand differently is an
/// error, not a guess. [RFC 9112 2.2, 3, 5, 6, 11.2]
///
/// Only origin-form targets ("/…"; "*" for OPTIONS) and bodies with Content-Length are taken; any Transfer-Encoding is
/// answered 501. After a failure the connection has to end: where the next request begins is not known.
class RequestParser {
public:
    struct Limits {
        std::size_t request_line = 8192;    ///< octets; then 414
        std::size_t header_line = 8192;     ///< octets; then 431
        std::size_t header_octets = 32768;  ///< of all fields; then 431
        std::size_t headers = 100;          ///< fields; then 431
        std::size_t body = 65536;           ///< octets; then 413
    };
    enum class State { reading, complete, failed };

    RequestParser() = default;
    explicit RequestParser(const Limits& limits) : limits_(limits) {}

    /// Returns how many octets were used. Those after a complete request belong to the next one: take() first.
    std::size_t feed(std::string_view octets);

    State state() const noexcept { return state_; }
    /// Precondition: complete. Makes ready for the next request. `remote` is the caller's to fill in.
    Request take();
    /// Precondition: failed. `status` is 400, 413, 414, 417, 431, 501 or 505.
    const Error& error() const noexcept { return *error_; }

    /// True from the first octet of a request until take().
    bool started() const noexcept { return started_; }
    /// True once, when the client waits for "100 Continue" before it sends the body.
    bool take_expect_continue() noexcept { return std::exchange(expects_continue_, false); }

private:
    enum class Part { request_line, headers, body };

    void fail(int status, std::string text);
    void end_line();
    void request_line(std::string_view line);
    void header_line(std::string_view line);
    void end_headers();
    bool framing_is_clear();
    std::size_t feed_line(std::string_view octets);
    std::size_t feed_body(std::string_view octets);

    Limits limits_;
    State state_ = State::reading;
    Part part_ = Part::request_line;
    bool started_ = false;
    bool blank_seen_ = false;
    bool expects_continue_ = false;
    std::size_t header_octets_ = 0;
    std::size_t body_length_ = 0;
    std::string line_;
    Request request_;
    std::optional<Error> error_;
};

}  // namespace wims::http
