# SPDX-License-Identifier: Apache-2.0
# What the libraries of the product have in common: names, versions, and that a shared one shows wims:: and nothing else.
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}/find")

# wims_library(<target> <component>): webrtc-ims::<component>. It sees include/ publicly and lib/ privately.
function(wims_library target component)
  add_library(${target})
  add_library(webrtc-ims::${component} ALIAS ${target})
  add_dependencies(wims-libraries ${target})
  set_property(GLOBAL APPEND PROPERTY WIMS_COMPONENTS ${component})
  set_property(GLOBAL PROPERTY WIMS_TARGET_${component} ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${component} DEFINE_SYMBOL "" VERSION ${PROJECT_VERSION}
                                             SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                      PRIVATE ${PROJECT_SOURCE_DIR}/lib)
  target_link_libraries(${target} PRIVATE wims-common $<BUILD_INTERFACE:wims-warnings>)
  if(BUILD_SHARED_LIBS)
    wims_show_only_the_api(${target})
  endif()
endfunction()

# --exclude-libs hides all that comes out of archives, wims-common's among it, so its public functions come as objects.
# -Bsymbolic-functions: a host that has a copy of its own does not change what the library calls.
function(wims_show_only_the_api target)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:wims-core>)
  set(script "${PROJECT_SOURCE_DIR}/cmake/exported.map")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${script}")
  target_link_options(${target} PRIVATE "LINKER:--version-script=${script}" LINKER:--exclude-libs,ALL
                                        LINKER:-Bsymbolic-functions LINKER:--as-needed)
  if(NOT WIMS_SANITIZE)
    target_link_options(${target} PRIVATE LINKER:-z,defs)
  endif()
endfunction()

# wims_find(<imported target>... PACKAGE <package> [<version>] [MODULE]): finds it unless a project that adds this one has brought its
# targets, and lets every folder see them, that project's among them.
function(wims_find)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "PACKAGE")
  set(new "")
  foreach(imported IN LISTS arg_UNPARSED_ARGUMENTS)
    if(NOT TARGET ${imported})
      list(APPEND new ${imported})
    endif()
  endforeach()
  if(new)
    find_package(${arg_PACKAGE} REQUIRED)
    set_target_properties(${new} PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
endfunction()

# wims_adapter(<target> <package> <imported target> <pkg-config module or -l flag>): an adapter's library. Users of a
# static build need it too; users of a shared one see nothing of it. MODULE: Debian's CMake file of wslay is not usable.
function(wims_adapter target package imported pkg_config)
  wims_find(${imported} PACKAGE ${package} MODULE)
  target_link_libraries(${target} PRIVATE ${imported})
  set_property(TARGET ${target} APPEND PROPERTY WIMS_STATIC_PACKAGES ${package})
  set_property(TARGET ${target} APPEND PROPERTY WIMS_STATIC_PKG_CONFIG ${pkg_config})
endfunction()
