# SPDX-License-Identifier: Apache-2.0
# OpencoreAmr::OpencoreAmr, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_OPENCOREAMR QUIET opencore-amrnb)
endif()
find_path(OpencoreAmr_INCLUDE_DIR opencore-amrnb/interf_dec.h HINTS ${PC_OPENCOREAMR_INCLUDE_DIRS})
find_library(OpencoreAmr_LIBRARY opencore-amrnb HINTS ${PC_OPENCOREAMR_LIBRARY_DIRS})
find_library(OpencoreAmr_SECOND_LIBRARY opencore-amrwb HINTS ${PC_OPENCOREAMR_LIBRARY_DIRS})
mark_as_advanced(OpencoreAmr_INCLUDE_DIR OpencoreAmr_LIBRARY OpencoreAmr_SECOND_LIBRARY)
find_package_handle_standard_args(OpencoreAmr REQUIRED_VARS OpencoreAmr_LIBRARY OpencoreAmr_SECOND_LIBRARY OpencoreAmr_INCLUDE_DIR)
if(OpencoreAmr_FOUND AND NOT TARGET OpencoreAmr::OpencoreAmr)
  add_library(OpencoreAmr::OpencoreAmr UNKNOWN IMPORTED)
  set_target_properties(OpencoreAmr::OpencoreAmr PROPERTIES IMPORTED_LOCATION "${OpencoreAmr_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${OpencoreAmr_INCLUDE_DIR}"
                        INTERFACE_LINK_LIBRARIES "${OpencoreAmr_SECOND_LIBRARY}")
endif()
