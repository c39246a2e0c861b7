// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/result.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// Reads a JSON configuration file into the fields that `keys` are bound to. usage, io: one line that names the file
/// and the line in it (no JSON) or the path of the key that is wrong. A key given twice is wrong too.
Result<void> read_config_file(const std::string& file, const Keys& keys, bool rehearsal);

}  // namespace wims::host
