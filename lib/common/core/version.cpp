// SPDX-License-Identifier: Apache-2.0
#include <wims/common/version.hpp>

// WIMS_PROJECT_VERSION_* come from project() in CMakeLists.txt: the two places that name the version cannot differ.
static_assert(WIMS_VERSION_MAJOR == WIMS_PROJECT_VERSION_MAJOR && WIMS_VERSION_MINOR == WIMS_PROJECT_VERSION_MINOR &&
              WIMS_VERSION_PATCH == WIMS_PROJECT_VERSION_PATCH);

#define WIMS_TEXT_OF(x) #x
#define WIMS_TEXT(x) WIMS_TEXT_OF(x)

namespace wims {

std::string_view version() noexcept {
    return WIMS_TEXT(WIMS_VERSION_MAJOR) "." WIMS_TEXT(WIMS_VERSION_MINOR) "." WIMS_TEXT(WIMS_VERSION_PATCH);
}

}  // namespace wims
