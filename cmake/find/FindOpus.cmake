# SPDX-License-Identifier: Apache-2.0
# Opus::opus, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_OPUS QUIET opus)
endif()
find_path(Opus_INCLUDE_DIR opus/opus.h HINTS ${PC_OPUS_INCLUDE_DIRS})
find_library(Opus_LIBRARY opus HINTS ${PC_OPUS_LIBRARY_DIRS})
mark_as_advanced(Opus_INCLUDE_DIR Opus_LIBRARY)
find_package_handle_standard_args(Opus REQUIRED_VARS Opus_LIBRARY Opus_INCLUDE_DIR)
if(Opus_FOUND AND NOT TARGET Opus::opus)
  add_library(Opus::opus UNKNOWN IMPORTED)
  set_target_properties(Opus::opus PROPERTIES IMPORTED_LOCATION "${Opus_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${Opus_INCLUDE_DIR}")
endif()
