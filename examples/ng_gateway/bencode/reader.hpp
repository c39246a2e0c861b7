// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <wims/common/result.hpp>

#include "ng_gateway/bencode/value.hpp"

namespace wims::ng::bencode {

struct Limits {
    std::size_t octets = 64 * 1024;
    std::size_t depth = 8;
    std::size_t values = 2000;
};

/// Exactly one value and nothing behind it. Numbers and lengths are as short as they can be, keys are texts and come
/// once. protocol or limit; the text names the octet.
Result<Value> read(std::string_view octets, const Limits& limits = {});

}  // namespace wims::ng::bencode
