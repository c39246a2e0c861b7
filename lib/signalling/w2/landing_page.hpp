// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/http/message.hpp"

namespace wims::w2 {

/// For people who open the W2 address in their browser, as they do to accept its certificate by hand. Links back to
/// `wwsf_url` when there is one; needs nothing from anywhere else.
http::Response landing_page(const std::string& wwsf_url);

}  // namespace wims::w2
