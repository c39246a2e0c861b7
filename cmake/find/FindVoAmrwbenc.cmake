# SPDX-License-Identifier: Apache-2.0
# VoAmrwbenc::VoAmrwbenc, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_VOAMRWBENC QUIET vo-amrwbenc)
endif()
find_path(VoAmrwbenc_INCLUDE_DIR vo-amrwbenc/enc_if.h HINTS ${PC_VOAMRWBENC_INCLUDE_DIRS})
find_library(VoAmrwbenc_LIBRARY vo-amrwbenc HINTS ${PC_VOAMRWBENC_LIBRARY_DIRS})
mark_as_advanced(VoAmrwbenc_INCLUDE_DIR VoAmrwbenc_LIBRARY)
find_package_handle_standard_args(VoAmrwbenc REQUIRED_VARS VoAmrwbenc_LIBRARY VoAmrwbenc_INCLUDE_DIR)
if(VoAmrwbenc_FOUND AND NOT TARGET VoAmrwbenc::VoAmrwbenc)
  add_library(VoAmrwbenc::VoAmrwbenc UNKNOWN IMPORTED)
  set_target_properties(VoAmrwbenc::VoAmrwbenc PROPERTIES IMPORTED_LOCATION "${VoAmrwbenc_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${VoAmrwbenc_INCLUDE_DIR}")
endif()
