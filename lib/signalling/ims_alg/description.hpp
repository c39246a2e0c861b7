// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

#include "signalling/ims_alg/rule.hpp"

namespace wims::ims_alg {

/// Text to streams, one for each m-line, through the rules. Fails with status 400 on a syntax error (E27); an m-line
/// that cannot be used is a stream with a refusal.
Result<std::vector<Stream>> read_description(std::string_view text, Side side, bool offer, const Policy& policy);

/// Streams to a description without o=, through the rules. [RFC 3264 6]
sdp::SessionDescription write_description(const Writing& writing);

/// The error for a description of which no m-line can be used: status 488, the reason of the first audio one. (E28)
Error nothing_usable(const std::vector<Stream>& streams);

}  // namespace wims::ims_alg
