// SPDX-License-Identifier: Apache-2.0
#include <wims/common/error.hpp>

namespace wims {

std::string_view to_string(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::usage: return "usage";
        case ErrorKind::io: return "io";
        case ErrorKind::timeout: return "timeout";
        case ErrorKind::protocol: return "protocol";
        case ErrorKind::auth: return "auth";
        case ErrorKind::not_found: return "not-found";
        case ErrorKind::limit: return "limit";
        case ErrorKind::cancelled: return "cancelled";
        case ErrorKind::internal: return "internal";
    }
    return "unknown";
}

}  // namespace wims
