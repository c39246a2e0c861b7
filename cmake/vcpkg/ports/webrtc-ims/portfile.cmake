# SPDX-License-Identifier: Apache-2.0
# An overlay port that builds the tree it lies in: vcpkg install webrtc-ims --overlay-ports=cmake/vcpkg/ports
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
    FEATURES
        c WIMS_BUILD_C
        signalling WIMS_BUILD_SIGNALLING
        media WIMS_BUILD_MEDIA
        registry WIMS_BUILD_REGISTRY
        transcode WIMS_BUILD_TRANSCODE
        sofia WIMS_WITH_SOFIA
        wslay WIMS_WITH_WSLAY
        curl WIMS_WITH_CURL
        libsrtp2 WIMS_WITH_LIBSRTP2
        libnice WIMS_WITH_LIBNICE
        nghttp2 WIMS_WITH_NGHTTP2
        avcodec WIMS_WITH_AVCODEC
)
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS ${FEATURE_OPTIONS})
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/webrtc-ims)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share"
                    "${CURRENT_PACKAGES_DIR}/share/doc")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE" "${SOURCE_PATH}/lib/THIRD-PARTY.md")
