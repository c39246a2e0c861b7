# SPDX-License-Identifier: Apache-2.0
# SofiaSip::SofiaSip, which Debian tells pkg-config about and CMake not.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_SOFIA QUIET sofia-sip-ua)
endif()
find_path(SofiaSip_INCLUDE_DIR sofia-sip/nta.h HINTS ${PC_SOFIA_INCLUDE_DIRS} PATH_SUFFIXES sofia-sip-1.13 sofia-sip-1.12)
find_library(SofiaSip_LIBRARY sofia-sip-ua HINTS ${PC_SOFIA_LIBRARY_DIRS})
mark_as_advanced(SofiaSip_INCLUDE_DIR SofiaSip_LIBRARY)
find_package_handle_standard_args(SofiaSip REQUIRED_VARS SofiaSip_LIBRARY SofiaSip_INCLUDE_DIR)
if(SofiaSip_FOUND AND NOT TARGET SofiaSip::SofiaSip)
  add_library(SofiaSip::SofiaSip UNKNOWN IMPORTED)
  set_target_properties(SofiaSip::SofiaSip PROPERTIES IMPORTED_LOCATION "${SofiaSip_LIBRARY}"
                                                      INTERFACE_INCLUDE_DIRECTORIES "${SofiaSip_INCLUDE_DIR}")
endif()
