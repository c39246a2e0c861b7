// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <wims/common/api.hpp>

namespace wims {

/// What went wrong, coarse enough to switch on. The text explains; the kind and the status decide.
enum class ErrorKind : std::uint8_t {
    usage,      ///< the caller broke a documented rule
    io,         ///< a socket, file or peer failed
    timeout,    ///< the deadline passed before an answer
    protocol,   ///< the peer sent something malformed
    auth,       ///< the peer may not do this
    not_found,  ///< no such identity, context, flow, …
    limit,      ///< a configured or natural bound was reached
    cancelled,  ///< the asker went away
    internal,   ///< a defect of ours
};

WIMS_API std::string_view to_string(ErrorKind kind) noexcept;

/// An error value. Immutable once built; cheap to move.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    /// For people: what was expected, what was found. Never a token, key or password.
    std::string text;
    /// The SIP or HTTP status that says this to the peer; 0 when none is implied.
    int status = 0;
};

}  // namespace wims
