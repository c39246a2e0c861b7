// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wims::bench {

/// A program that speaks ng, and how it is started for one measurement.
struct Contender {
    std::string name;
    std::vector<std::string> command;

    static Contender ours(const std::string& program, const std::string& name = "webrtc-ims");
    static Contender rtpengine(const std::string& program, int threads);
};

inline constexpr std::uint16_t ng_port = 22222;

}  // namespace wims::bench
