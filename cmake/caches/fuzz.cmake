# SPDX-License-Identifier: Apache-2.0
# The libFuzzer targets, which need clang: CC=clang CXX=clang++ cmake -C cmake/caches/fuzz.cmake …
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(WIMS_SANITIZE "address,undefined,fuzzer-no-link" CACHE STRING "")
set(WIMS_BUILD_TESTS ON CACHE BOOL "")
set(WIMS_BUILD_FUZZERS ON CACHE BOOL "")
