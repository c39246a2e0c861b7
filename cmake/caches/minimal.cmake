# SPDX-License-Identifier: Apache-2.0
# The logic without our choices: every adapter off, OpenSSL and nlohmann/json are all it needs. lib/README.md says which
# façades need which adapter.
set(WIMS_WITH_SOFIA OFF CACHE BOOL "")
set(WIMS_WITH_WSLAY OFF CACHE BOOL "")
set(WIMS_WITH_CURL OFF CACHE BOOL "")
set(WIMS_WITH_LIBSRTP2 OFF CACHE BOOL "")
set(WIMS_WITH_NGHTTP2 OFF CACHE BOOL "")
set(WIMS_BUILD_TRANSCODE OFF CACHE BOOL "")
