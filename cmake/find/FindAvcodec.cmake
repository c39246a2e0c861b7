# SPDX-License-Identifier: Apache-2.0
# Avcodec::Avcodec, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_AVCODEC QUIET libavcodec)
endif()
find_path(Avcodec_INCLUDE_DIR libavcodec/avcodec.h HINTS ${PC_AVCODEC_INCLUDE_DIRS})
find_library(Avcodec_LIBRARY avcodec HINTS ${PC_AVCODEC_LIBRARY_DIRS})
find_library(Avcodec_SECOND_LIBRARY avutil HINTS ${PC_AVCODEC_LIBRARY_DIRS})
mark_as_advanced(Avcodec_INCLUDE_DIR Avcodec_LIBRARY Avcodec_SECOND_LIBRARY)
find_package_handle_standard_args(Avcodec REQUIRED_VARS Avcodec_LIBRARY Avcodec_SECOND_LIBRARY Avcodec_INCLUDE_DIR)
if(Avcodec_FOUND AND NOT TARGET Avcodec::Avcodec)
  add_library(Avcodec::Avcodec UNKNOWN IMPORTED)
  set_target_properties(Avcodec::Avcodec PROPERTIES IMPORTED_LOCATION "${Avcodec_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${Avcodec_INCLUDE_DIR}"
                        INTERFACE_LINK_LIBRARIES "${Avcodec_SECOND_LIBRARY}")
endif()
