# SPDX-License-Identifier: Apache-2.0
# The benchmarks, and the hosts they drive: optimised and static.
set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "")
set(WIMS_BUILD_EXAMPLES ON CACHE BOOL "")
set(WIMS_BUILD_TESTS ON CACHE BOOL "")
set(WIMS_BUILD_BENCH ON CACHE BOOL "")
