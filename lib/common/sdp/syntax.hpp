// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/sdp/session_description.hpp"

/// What this folder's typed views demand, checked once while reading. Private to it.
namespace wims::sdp {

/// What is wrong with one line, if anything.
std::optional<std::string> syntax_fault(const Line& line);

struct StructureFault {
    std::uint32_t line;
    std::string text;
};

/// What is wrong between lines: a mid used twice.
std::optional<StructureFault> structure_fault(const SessionDescription& description);

}  // namespace wims::sdp
