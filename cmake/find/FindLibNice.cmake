# SPDX-License-Identifier: Apache-2.0
# LibNice::LibNice with the GLib it is used by. Only pkg-config knows where GLib's configured header lies.
include(FindPackageHandleStandardArgs)
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_LIBNICE QUIET nice>=0.1.19 gobject-2.0 glib-2.0)
endif()
find_library(LibNice_LIBRARY nice HINTS ${PC_LIBNICE_LIBRARY_DIRS})
find_path(LibNice_INCLUDE_DIR agent.h HINTS ${PC_LIBNICE_INCLUDE_DIRS} PATH_SUFFIXES nice)
find_library(LibNice_GOBJECT gobject-2.0 HINTS ${PC_LIBNICE_LIBRARY_DIRS})
find_library(LibNice_GLIB glib-2.0 HINTS ${PC_LIBNICE_LIBRARY_DIRS})
mark_as_advanced(LibNice_INCLUDE_DIR LibNice_LIBRARY LibNice_GOBJECT LibNice_GLIB)
find_package_handle_standard_args(LibNice REQUIRED_VARS LibNice_LIBRARY LibNice_INCLUDE_DIR LibNice_GOBJECT LibNice_GLIB
                                                        PC_LIBNICE_FOUND)
if(LibNice_FOUND AND NOT TARGET LibNice::LibNice)
  add_library(LibNice::LibNice UNKNOWN IMPORTED)
  set_target_properties(LibNice::LibNice PROPERTIES IMPORTED_LOCATION "${LibNice_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${LibNice_INCLUDE_DIR};${PC_LIBNICE_INCLUDE_DIRS}"
                        INTERFACE_LINK_LIBRARIES "${LibNice_GOBJECT};${LibNice_GLIB}")
endif()
