# SPDX-License-Identifier: Apache-2.0
# The product as it is shipped: shared libraries that show their public functions and nothing else, and the example hosts
# upon them. What ./examples/run and the interop tests start.
set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "")
set(BUILD_SHARED_LIBS ON CACHE BOOL "")
set(WIMS_BUILD_EXAMPLES ON CACHE BOOL "")
