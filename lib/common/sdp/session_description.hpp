// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/sdp/media_description.hpp"
#include "common/sdp/section.hpp"
#include "wims/common/result.hpp"

namespace wims::sdp {

/// A whole description: the session level and its m-sections. [RFC 8866 5]
struct SessionDescription {
    Section session;  ///< from v= on, in order
    std::vector<MediaDescription> media;

    bool operator==(const SessionDescription&) const = default;
};

struct Limits {
    std::size_t octets = 64 * 1024;
    std::size_t lines = 2000;
    std::size_t line_octets = 4096;
    std::size_t media = 32;
    std::size_t formats = 128;  ///< of one m-line
};

/// Lines end in CRLF or LF. Every element this folder knows is well-formed afterwards, so its typed view never fails on
/// the result; malformed candidates alone are left to the reader to skip, since new kinds appear. [RFC 8839 5.1]
/// Fails with protocol, or limit beyond `limits`, both with status 400 and a text that names the line. (E27)
Result<SessionDescription> parse(std::string_view text, const Limits& limits = {});

/// CRLF after every line.
std::string to_string(const SessionDescription& description);

}  // namespace wims::sdp
