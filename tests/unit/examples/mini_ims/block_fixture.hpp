// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mini_ims/hss/hss.hpp"

namespace wims::mini_ims::test {

inline constexpr const char* wildcard = "sip:w1-!.*!@webrtc.operator.example";
inline constexpr const char* pilot = "sip:block1-pilot@webrtc.operator.example";
inline constexpr const char* impi = "block1@webrtc.operator.example";
inline constexpr const char* ep_cscf = "192.0.2.20";

inline Hss hss() {
    return Hss({{impi, pilot, identity::Wildcard::parse(wildcard).value(), {}},
                {"block2@webrtc.operator.example",
                 "sip:block2-pilot@webrtc.operator.example",
                 identity::Wildcard::parse("sip:w2-!.*!@webrtc.operator.example").value(),
                 {}},
                {"alice@ims.operator.example", "sip:alice@ims.operator.example", std::nullopt, "alice-secret"}},
               {"ims.operator.example"});
}

}  // namespace wims::mini_ims::test
