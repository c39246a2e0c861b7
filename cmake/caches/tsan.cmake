# SPDX-License-Identifier: Apache-2.0
# Every test under ThreadSanitizer.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(WIMS_SANITIZE "thread" CACHE STRING "")
set(WIMS_BUILD_TESTS ON CACHE BOOL "")
set(WIMS_BUILD_EXAMPLES ON CACHE BOOL "")
