// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace wims::wwsf {

/// A file of the page, built into the host.
struct Asset {
    std::string_view path;
    std::string_view content_type;
    std::string_view octets;
    std::string etag;  ///< with its quotation marks
};

/// nullptr when the page has no such file. "/" is the page itself.
const Asset* find_asset(std::string_view path);

}  // namespace wims::wwsf
