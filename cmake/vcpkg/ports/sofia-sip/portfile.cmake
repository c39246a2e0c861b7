# SPDX-License-Identifier: Apache-2.0
vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO freeswitch/sofia-sip
    REF "v${VERSION}"
    SHA512 29a5bd1e38b5b80d6cd6aeb6f3cff3c93660314a8577b550975ad6eddbc8a2ce341dff3f510cb4f24037bfb0ce5ada142b130a9576a8d6acfb06a38088cdcf50
    HEAD_REF master
)
vcpkg_configure_make(
    SOURCE_PATH "${SOURCE_PATH}"
    AUTOCONFIG
    OPTIONS --without-glib --without-doxygen --disable-stun --with-openssl
)
vcpkg_install_make()
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/COPYING" "${SOURCE_PATH}/COPYRIGHTS")
