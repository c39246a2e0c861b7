// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/iwf/link.hpp>

namespace wims::iwf {

/// The flow that a frame is about; null when it is about none.
inline const FlowId* flow_of(const Frame& frame) {
    return std::visit(
        [](const auto& f) -> const FlowId* {
            if constexpr (requires { f.flow; }) return &f.flow;
            else return nullptr;
        },
        frame);
}

/// A frame that an IWF may send.
inline bool from_iwf(const Frame& frame) {
    return std::holds_alternative<Up>(frame) || std::holds_alternative<Down>(frame) ||
           std::holds_alternative<Sip>(frame);
}
/// A frame that a P-CSCF may send.
inline bool from_p_cscf(const Frame& frame) {
    return !std::holds_alternative<Up>(frame) && !std::holds_alternative<Down>(frame);
}

}  // namespace wims::iwf
