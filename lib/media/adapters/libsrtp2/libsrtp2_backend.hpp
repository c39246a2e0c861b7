// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "media/srtp/session.hpp"

namespace wims::media::srtp {

/// libsrtp keeps process-wide state: made with the first back-end, torn down with the last.
Result<std::unique_ptr<Backend>> make_libsrtp2_backend();

}  // namespace wims::media::srtp
