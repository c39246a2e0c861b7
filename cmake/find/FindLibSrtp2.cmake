# SPDX-License-Identifier: Apache-2.0
# LibSrtp2::LibSrtp2, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_LIBSRTP2 QUIET libsrtp2)
endif()
find_path(LibSrtp2_INCLUDE_DIR srtp2/srtp.h HINTS ${PC_LIBSRTP2_INCLUDE_DIRS})
find_library(LibSrtp2_LIBRARY srtp2 HINTS ${PC_LIBSRTP2_LIBRARY_DIRS})
mark_as_advanced(LibSrtp2_INCLUDE_DIR LibSrtp2_LIBRARY)
find_package_handle_standard_args(LibSrtp2 REQUIRED_VARS LibSrtp2_LIBRARY LibSrtp2_INCLUDE_DIR)
if(LibSrtp2_FOUND AND NOT TARGET LibSrtp2::LibSrtp2)
  add_library(LibSrtp2::LibSrtp2 UNKNOWN IMPORTED)
  set_target_properties(LibSrtp2::LibSrtp2 PROPERTIES IMPORTED_LOCATION "${LibSrtp2_LIBRARY}"
                                                      INTERFACE_INCLUDE_DIRECTORIES "${LibSrtp2_INCLUDE_DIR}")
endif()
