# SPDX-License-Identifier: Apache-2.0
# For work on the tree: everything, warnings are errors, ccache when it is there.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(WIMS_WERROR ON CACHE BOOL "")
set(WIMS_BUILD_TESTS ON CACHE BOOL "")
set(WIMS_WITH_LIBNICE ON CACHE BOOL "")
set(WIMS_BUILD_EXAMPLES ON CACHE BOOL "")
find_program(WIMS_CCACHE ccache)
if(WIMS_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${WIMS_CCACHE}" CACHE STRING "")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WIMS_CCACHE}" CACHE STRING "")
endif()
