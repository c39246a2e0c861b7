# SPDX-License-Identifier: Apache-2.0
# Nothing here is on by default that a packager would have to turn off.
option(WIMS_BUILD_EXAMPLES "Build the example hosts" OFF)
option(WIMS_BUILD_TESTS "Build the tests" OFF)
option(WIMS_BUILD_FUZZERS "Build the libFuzzer targets (clang)" OFF)
option(WIMS_WERROR "Treat warnings as errors" OFF)
set(WIMS_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

option(WIMS_WITH_SOFIA "SIP parser and Mw transactions by libsofia-sip" ON)
option(WIMS_WITH_WSLAY "WebSocket frames by wslay" ON)
option(WIMS_WITH_LIBSRTP2 "SRTP by libsrtp2" ON)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
