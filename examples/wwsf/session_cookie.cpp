// SPDX-License-Identifier: Apache-2.0
#include "wwsf/session_cookie.hpp"

namespace wims::wwsf {
namespace {
constexpr std::string_view kName = "__Host-wwsf=";
}

std::string_view session_cookie(std::string_view rest) {
    while (!rest.empty()) {
        const auto end = rest.find(';');
        std::string_view pair = rest.substr(0, end);
        while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
        if (pair.starts_with(kName)) return pair.substr(kName.size());
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return {};
}

std::string set_session_cookie(std::string_view value, std::chrono::seconds life) {
    return std::string(kName) + std::string(value) +
           "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life.count());
}

}  // namespace wims::wwsf
