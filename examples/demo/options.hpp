// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace wims::demo {

/// What the command line may change. Everything else is the embedded default: one operator, one third party
/// (enterprise.com), one block.
struct Options {
    std::string address = "127.0.0.1";  ///< of page, socket, media and Mw alike
    std::uint16_t page_port = 8443;
    std::uint16_t w2_port = 8444;
    std::uint16_t w3_port = 20000;
    std::uint16_t core_port_min = 30000;
    std::uint16_t core_port_max = 30999;
    std::uint16_t p_cscf_port = 5070;
    std::uint16_t i_cscf_port = 5072;
    std::uint16_t ims_port = 5060;      ///< of mini_ims, on `address`
    std::uint16_t control_port = 8081;  ///< plain HTTP: /health, /metrics
    std::string state;                  ///< folder with server.pem, server.key, users.json, token-key.pem
    std::string log;                    ///< file; empty: standard error
    bool verbose = false;
};

inline constexpr const char* ims_domain = "ims.operator.example";
inline constexpr const char* block_domain = "webrtc.operator.example";
inline constexpr const char* user_domain = "enterprise.com";
inline constexpr const char* wimpu = "sip:w1-!.*!@webrtc.operator.example";
inline constexpr const char* pilot = "sip:block1-pilot@webrtc.operator.example";
inline constexpr const char* impi = "block1@webrtc.operator.example";

}  // namespace wims::demo
