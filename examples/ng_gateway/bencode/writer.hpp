// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ng_gateway/bencode/value.hpp"

namespace wims::ng::bencode {

std::string write(const Value& value);

}  // namespace wims::ng::bencode
