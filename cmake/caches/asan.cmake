# SPDX-License-Identifier: Apache-2.0
# Every test under AddressSanitizer and UndefinedBehaviorSanitizer: what ./tests/run unit builds.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(WIMS_SANITIZE "address,undefined" CACHE STRING "")
set(WIMS_WERROR ON CACHE BOOL "")
set(WIMS_BUILD_TESTS ON CACHE BOOL "")
set(WIMS_WITH_LIBNICE ON CACHE BOOL "")
set(WIMS_BUILD_EXAMPLES ON CACHE BOOL "")
