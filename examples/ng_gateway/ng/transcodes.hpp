// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>
#include <wims/iq/codec.hpp>

namespace wims::ng {

/// What one call may code, of `all` that the gateway can: the codecs asked for by name, and those of the offer, which they
/// are coded from or into. None when none were asked for. usage: a name of none.
Result<std::vector<iq::Codec>> transcodes_of(std::string_view sdp, const std::vector<std::string>& names,
                                             const std::vector<iq::Codec>& all);

}  // namespace wims::ng
