// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::wwsf {

/// Writes a new file that only its owner can read. io: it exists already, or cannot be written whole.
Result<void> write_owner_file(const std::string& path, std::string_view octets);

/// All of a file. io.
Result<std::string> read_file(const std::string& path);

bool exists(const std::string& path);

}  // namespace wims::wwsf
