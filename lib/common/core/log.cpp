// SPDX-License-Identifier: Apache-2.0
#include <wims/common/log.hpp>

namespace wims {

std::string_view to_string(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
    }
    return "unknown";
}

}  // namespace wims
