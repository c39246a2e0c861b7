// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/error.hpp>

#include "common/http/message.hpp"

namespace wims::registry::wire {

/// An error of W6 or W7 as `application/problem+json` [RFC 9457], with the cause by which the other end knows the error
/// again: the kind and SIP status of an Error are not an HTTP status (CSeq out of order is 409 here and 500 there).
http::Response problem(const Error& error);
/// Of the server itself: "METHOD_NOT_ALLOWED", …
http::Response problem(int status, std::string cause, std::string detail);

/// What the asker is told of a response that is no success. A problem we do not know is an error answer: protocol, 500
/// (E21, E34).
Error error_of(const http::Response& response);

}  // namespace wims::registry::wire
