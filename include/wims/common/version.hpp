// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <wims/common/api.hpp>

/// The version of these headers. While MAJOR is 0, a MINOR may break source and ABI.
#ifndef WIMS_VERSION_MAJOR
#define WIMS_VERSION_MAJOR 0
#define WIMS_VERSION_MINOR 1
#define WIMS_VERSION_PATCH 0

/// True when these headers are of this version or a later one.
#define WIMS_VERSION_CHECK(major, minor, patch)                                         \
    ((WIMS_VERSION_MAJOR * 1000000 + WIMS_VERSION_MINOR * 1000 + WIMS_VERSION_PATCH) >= \
     ((major)*1000000 + (minor)*1000 + (patch)))
#endif

namespace wims {

/// Of the library that is running, "0.1.0"; a shared one may be newer than the headers it was compiled against.
WIMS_API std::string_view version() noexcept;

}  // namespace wims
