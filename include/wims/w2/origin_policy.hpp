// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wims::w2 {

/// The pages that may open a W2 flow: an exact list of origins, "https://host[:port]", as RFC 6454 6.2 writes them.
/// WebSocket has no CORS preflight; this check is the control (K4, EPC-03, W2-09). [RFC 6455 10.2]
class OriginPolicy {
public:
    OriginPolicy() = default;
    explicit OriginPolicy(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

    /// False for an absent (empty) origin, "null", and anything that only resembles an allowed one.
    bool allows(std::string_view origin) const noexcept {
        for (const auto& a : allowed_)
            if (a == origin) return !origin.empty() && origin != "null";
        return false;
    }

private:
    std::vector<std::string> allowed_;
};

}  // namespace wims::w2
