# SPDX-License-Identifier: Apache-2.0
# Nothing here is on by default that a packager would have to turn off, and nothing is fetched. What a build is for is in
# cmake/caches: cmake -C cmake/caches/release.cmake …
option(BUILD_SHARED_LIBS "Shared libraries instead of static ones" OFF)
option(WIMS_INSTALL "Install rules" ${PROJECT_IS_TOP_LEVEL})
option(WIMS_BUILD_EXAMPLES "Build the example hosts" OFF)
option(WIMS_BUILD_TESTS "Build the tests" OFF)
option(WIMS_BUILD_FUZZERS "Build the libFuzzer targets (clang)" OFF)
option(WIMS_BUILD_BENCH "Build the benchmarks" OFF)
option(WIMS_WERROR "Treat warnings as errors" OFF)
set(WIMS_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

# The components, each a library.
option(WIMS_BUILD_SIGNALLING "Build webrtc-ims-signalling: eP-CSCF and enhanced I-CSCF" ON)
option(WIMS_BUILD_MEDIA "Build webrtc-ims-media: eIMS-AGW" ON)
option(WIMS_BUILD_REGISTRY "Build wimpu-registry: wIMPU Registrar" ON)

option(WIMS_BUILD_TRANSCODE "Build webrtc-ims-transcode: Opus, AMR, AMR-WB, G.711 into one another" ON)

option(WIMS_BUILD_C "Build a C library beside each component" ON)

# The adapters, each the only code that includes its library.
option(WIMS_WITH_SOFIA "SIP parser and Mw transactions by libsofia-sip" ON)
option(WIMS_WITH_WSLAY "WebSocket frames by wslay" ON)
option(WIMS_WITH_CURL "Key sets of token issuers over HTTPS by libcurl" ON)
option(WIMS_WITH_LIBSRTP2 "A second SRTP back-end, libsrtp2" ON)
option(WIMS_WITH_LIBNICE "Full ICE for an eIMS-AGW behind a NAT or with TURN, by libnice" OFF)
option(WIMS_WITH_NGHTTP2 "W6 and W7 between processes: HTTP/2 by nghttp2" ON)

option(WIMS_WITH_AVCODEC "G.722 in webrtc-ims-transcode by FFmpeg's libavcodec" ON)

foreach(part SIGNALLING MEDIA REGISTRY)
  if((WIMS_BUILD_EXAMPLES OR WIMS_BUILD_TESTS) AND NOT WIMS_BUILD_${part})
    message(FATAL_ERROR "Examples and tests need every component: WIMS_BUILD_${part} is off")
  endif()
endforeach()
foreach(adapter SOFIA WSLAY NGHTTP2)
  if(WIMS_BUILD_EXAMPLES AND NOT WIMS_WITH_${adapter})
    message(FATAL_ERROR "The example hosts need every adapter: WIMS_WITH_${adapter} is off")
  endif()
endforeach()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
  endif()
endif()
