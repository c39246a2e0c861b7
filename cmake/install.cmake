# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where. All of it may be moved afterwards.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(WIMS_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/webrtc-ims")
set(WIMS_PKG_CONFIG_DIR "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

# wims_install(): everything. After the libraries are there.
function(wims_install)
  get_property(components GLOBAL PROPERTY WIMS_COMPONENTS)
  if(NOT BUILD_SHARED_LIBS)
    wims_install_library(wims-common common)
  endif()
  foreach(component IN LISTS components)
    get_property(target GLOBAL PROPERTY WIMS_TARGET_${component})
    wims_install_library(${target} ${component})
    wims_install_pkg_config(${target} ${component})
  endforeach()
  wims_install_package("${components}")
  wims_install_headers("${components}")
  wims_install_documents()
endfunction()

# The library, and the file that tells CMake of it.
function(wims_install_library target component)
  install(TARGETS ${target} EXPORT webrtc-ims-${component}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${component} NAMELINK_COMPONENT development
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
          RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component}
          INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT webrtc-ims-${component} NAMESPACE webrtc-ims:: FILE ${component}-targets.cmake
          DESTINATION ${WIMS_CMAKE_DIR} COMPONENT development)
endfunction()

# find_package(webrtc-ims COMPONENTS …). Only a static library asks its user for the packages it was built with.
function(wims_install_package components)
  set(WIMS_COMPONENTS "${components}")
  set(WIMS_SHARED FALSE)
  if(BUILD_SHARED_LIBS)
    set(WIMS_SHARED TRUE)
  endif()
  set(WIMS_STATIC_PACKAGES "")
  foreach(component common ${components})
    get_property(target GLOBAL PROPERTY WIMS_TARGET_${component})
    get_target_property(packages ${target} WIMS_STATIC_PACKAGES)
    if(packages)
      string(APPEND WIMS_STATIC_PACKAGES "set(_wims_packages_${component} ${packages})\n")
    endif()
  endforeach()
  set(out "${PROJECT_BINARY_DIR}/package")
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/webrtc-ims-config.cmake.in" "${out}/webrtc-ims-config.cmake"
                                INSTALL_DESTINATION ${WIMS_CMAKE_DIR} NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file("${out}/webrtc-ims-config-version.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES "${out}/webrtc-ims-config.cmake" "${out}/webrtc-ims-config-version.cmake"
          DESTINATION ${WIMS_CMAKE_DIR} COMPONENT development)
  if(NOT BUILD_SHARED_LIBS)
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/cmake/find" DESTINATION ${WIMS_CMAKE_DIR} COMPONENT development)
  endif()
endfunction()

# webrtc-ims-<component>.pc, with its prefix taken from where it lies.
function(wims_install_pkg_config target component)
  file(RELATIVE_PATH PC_UP "/${WIMS_PKG_CONFIG_DIR}" "/")
  string(REGEX REPLACE "/$" "" PC_UP "${PC_UP}")
  get_target_property(PC_LIBRARY ${target} OUTPUT_NAME)
  if(NOT PC_LIBRARY)
    set(PC_LIBRARY ${target})
  endif()
  set(PC_COMPONENT ${component})
  set(PC_PRIVATE "")
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    set(requires libssl libcrypto)
    set(flags -lwebrtc-ims-common)
    foreach(owner ${target} wims-common)
      get_target_property(modules ${owner} WIMS_STATIC_PKG_CONFIG)
      foreach(module IN LISTS modules)
        if(module MATCHES "^-l")
          list(APPEND flags ${module})
        elseif(module)
          list(APPEND requires ${module})
        endif()
      endforeach()
    endforeach()
    list(JOIN requires ", " requires)
    list(JOIN flags " " flags)
    set(PC_PRIVATE "Requires.private: ${requires}\nLibs.private: ${flags} -lstdc++ -pthread\n")
  endif()
  set(file "${PROJECT_BINARY_DIR}/package/webrtc-ims-${component}.pc")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/webrtc-ims.pc.in" "${file}" @ONLY)
  install(FILES "${file}" DESTINATION ${WIMS_PKG_CONFIG_DIR} COMPONENT development)
endfunction()

# The seams and the façades of the components that were built.
function(wims_install_headers components)
  set(absent "")
  foreach(component signalling media registry transcode)
    if(NOT component IN_LIST components)
      list(APPEND absent REGEX "/wims/${component}(/|$)" EXCLUDE)
    endif()
  endforeach()
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/wims" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
          FILES_MATCHING PATTERN "*.hpp" ${absent})
endfunction()

function(wims_install_documents)
  set(DOCUMENTS "${CMAKE_INSTALL_DATAROOTDIR}/doc/webrtc-ims")
  install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/LICENSE"
                "${PROJECT_SOURCE_DIR}/include/wims/CHANGELOG.md" "${PROJECT_SOURCE_DIR}/lib/THIRD-PARTY.md"
          DESTINATION ${DOCUMENTS} COMPONENT documentation)
endfunction()
