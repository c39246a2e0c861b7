// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/decoder.hpp"

/// One octet a sample. [ITU-T G.711]
namespace wims::transcode::g711 {

enum class Law : std::uint8_t { a, mu };

Sample expand(Law law, std::uint8_t octet) noexcept;
std::uint8_t compress(Law law, Sample sample) noexcept;

}  // namespace wims::transcode::g711
