# SPDX-License-Identifier: Apache-2.0
"""Conan 2 recipe of webrtc-ims, which builds the tree it lies in:  conan create conan

Conan Center has no sofia-sip: create conan/recipes/sofia-sip first, or take every library from the system with
-o "webrtc-ims/*:system_deps=True".
"""
import os
import re
from collections import namedtuple

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.0"

# Component: library.
LIBRARIES = {"signalling": "webrtc-ims-signalling", "media": "webrtc-ims-media", "registry": "wimpu-registry",
             "transcode": "webrtc-ims-transcode"}
WITHOUT_C = ("transcode",)

# What a component takes from an adapter's library: Conan's package and target of it, what our CMake files call them, Debian's
# package and the library's own name.
Adapter = namedtuple("Adapter", "component requirement conan_target cmake_package cmake_target debian library")
ADAPTERS = {
    "sofia": Adapter("signalling", "sofia-sip/1.13.16", "sofia-sip::sofia-sip", "SofiaSip", "SofiaSip::SofiaSip",
                     "libsofia-sip-ua-dev", "sofia-sip-ua"),
    "wslay": Adapter("signalling", "wslay/[>=1.1 <2]", "wslay::wslay", "Wslay", "Wslay::Wslay", "libwslay-dev", "wslay"),
    "curl": Adapter("signalling", "libcurl/[>=7.85 <9]", "libcurl::libcurl", "CURL", "CURL::libcurl", "libcurl4-openssl-dev",
                    "curl"),
    "libsrtp2": Adapter("media", "libsrtp/[>=2.4 <3]", "libsrtp::libsrtp", "LibSrtp2", "LibSrtp2::LibSrtp2", "libsrtp2-dev",
                        "srtp2"),
    "libnice": Adapter("media", "libnice/[>=0.1.21 <1]", "libnice::libnice", "LibNice", "LibNice::LibNice", "libnice-dev", "nice"),
    "nghttp2": Adapter("registry", "libnghttp2/[>=1.50 <2]", "libnghttp2::nghttp2", "Nghttp2", "Nghttp2::Nghttp2",
                       "libnghttp2-dev", "nghttp2"),
    "opus": Adapter("transcode", "opus/[>=1.3 <2]", "opus::opus", "Opus", "Opus::opus", "libopus-dev", "opus"),
    "opencore_amr": Adapter("transcode", "opencore-amr/0.1.6", "opencore-amr::opencore-amr", "OpencoreAmr", "OpencoreAmr::OpencoreAmr",
                            "libopencore-amrnb-dev", "opencore-amrnb"),
    "opencore_amrwb": Adapter("transcode", "opencore-amr/0.1.6", "opencore-amr::opencore-amr", "OpencoreAmr",
                              "OpencoreAmr::OpencoreAmr", "libopencore-amrwb-dev", "opencore-amrwb"),
    "vo_amrwbenc": Adapter("transcode", "vo-amrwbenc/0.1.3", "vo-amrwbenc::vo-amrwbenc", "VoAmrwbenc", "VoAmrwbenc::VoAmrwbenc",
                           "libvo-amrwbenc-dev", "vo-amrwbenc"),
    "avcodec": Adapter("transcode", "ffmpeg/[>=5.1 <8]", "ffmpeg::avcodec", "Avcodec", "Avcodec::Avcodec", "libavcodec-dev", "avcodec"),
}
# The transcoder's own, without which there is none.
NEEDED = ("opus", "opencore_amr", "opencore_amrwb", "vo_amrwbenc")


class WebrtcIms(ConanFile):
    name = "webrtc-ims"
    description = "3GPP WebRTC access to IMS: eP-CSCF, eIMS-AGW and wIMPU Registrar"
    license = "Apache-2.0"
    topics = ("ims", "webrtc", "sip", "3gpp", "telecom")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False], "fPIC": [True, False], "system_deps": [True, False], "c": [True, False],
        **{component: [True, False] for component in LIBRARIES},
        **{f"with_{adapter}": [True, False] for adapter in ADAPTERS if adapter not in NEEDED},
    }
    default_options = {
        "shared": False, "fPIC": True, "system_deps": False, "c": True,
        **{component: component != "transcode" for component in LIBRARIES},  # Conan Center has no opencore-amr: system_deps
        **{f"with_{adapter}": adapter != "libnice" for adapter in ADAPTERS if adapter not in NEEDED},
    }

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "..", "CMakeLists.txt"))
        self.version = re.search(r"project\(webrtc-ims VERSION ([0-9.]+)", text).group(1)

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "README.md", "bindings/*", "cmake/*", "include/*", "lib/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def _adapters(self):
        """Those that are switched on and belong to a component that is."""
        return {name: adapter for name, adapter in ADAPTERS.items()
                if (name in NEEDED or self.options.get_safe(f"with_{name}")) and self.options.get_safe(adapter.component)}

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")
        for name, adapter in ADAPTERS.items():
            if not self.options.get_safe(adapter.component):
                self.options.rm_safe(f"with_{name}")

    def requirements(self):
        if self.options.system_deps:
            return
        self.requires("openssl/[>=3 <4]")
        self.requires("nlohmann_json/[>=3.10 <4]", visible=False)
        for requirement in dict.fromkeys(adapter.requirement for adapter in self._adapters().values()):
            self.requires(requirement)

    def system_requirements(self):
        if not self.options.system_deps:
            return
        from conan.tools.system.package_manager import Apt
        Apt(self).check(["libssl-dev", "nlohmann-json3-dev", *(adapter.debian for adapter in self._adapters().values())])

    def validate(self):
        check_min_cppstd(self, 20)
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("webrtc-ims is for Linux: epoll, eventfd, recvmmsg")
        if not any(self.options.get_safe(component) for component in LIBRARIES):
            raise ConanInvalidConfiguration("no component is switched on")

    def layout(self):
        self.folders.root = ".."
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["WIMS_BUILD_C"] = bool(self.options.c)
        for component in LIBRARIES:
            toolchain.cache_variables[f"WIMS_BUILD_{component.upper()}"] = bool(self.options.get_safe(component))
        for adapter in (a for a in ADAPTERS if a not in NEEDED):
            toolchain.cache_variables[f"WIMS_WITH_{adapter.upper()}"] = adapter in self._adapters()
        toolchain.generate()
        dependencies = CMakeDeps(self)
        for adapter in self._adapters().values():
            name = adapter.requirement.split("/")[0]
            dependencies.set_property(name, "cmake_find_mode", "module")
            dependencies.set_property(name, "cmake_file_name", adapter.cmake_package)
            dependencies.set_property(name, "cmake_target_name", adapter.cmake_target)
        dependencies.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        licences = os.path.join(self.package_folder, "licenses")
        copy(self, "LICENSE", self.source_folder, licences)
        copy(self, "THIRD-PARTY.md", os.path.join(self.source_folder, "lib"), licences)
        for folder in ("lib/cmake", "lib/pkgconfig", "share"):  # Conan writes its own
            rmdir(self, os.path.join(self.package_folder, folder))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "webrtc-ims")
        if not self.options.shared:
            self._common()
        for component, library in LIBRARIES.items():
            if self.options.get_safe(component):
                self._component(component, library)
                if self.options.c and component not in WITHOUT_C:
                    self._c_component(component, library)
        if "nghttp2" in self._adapters():
            self._component("registry-client", "wimpu-registry-client")

    def _common(self):
        """What a static build shares; of no use by itself."""
        info = self.cpp_info.components["common"]
        info.set_property("cmake_target_name", "webrtc-ims::common")
        info.libs = ["webrtc-ims-common"]
        info.system_libs = ["pthread"]
        if self.options.system_deps:
            info.system_libs += ["ssl", "crypto"]
        else:
            info.requires = ["openssl::openssl", "nlohmann_json::nlohmann_json"]

    def _component(self, component, library):
        info = self.cpp_info.components[component]
        info.set_property("cmake_target_name", f"webrtc-ims::{component}")
        info.set_property("pkg_config_name", f"webrtc-ims-{component}")
        info.libs = [library]
        adapters = [adapter for adapter in self._adapters().values() if adapter.component == component.removesuffix("-client")]
        if self.options.system_deps:
            info.system_libs = [] if self.options.shared else [adapter.library for adapter in adapters]
        else:
            info.requires = list(dict.fromkeys(adapter.conan_target for adapter in adapters))
            if self.options.shared:
                info.requires += ["openssl::openssl", "nlohmann_json::nlohmann_json"]
        if not self.options.shared:
            info.requires.append("common")

    def _c_component(self, component, library):
        """The C library, always shared, with the C++ library inside."""
        info = self.cpp_info.components[f"{component}-c"]
        info.set_property("cmake_target_name", f"webrtc-ims::{component}-c")
        info.set_property("pkg_config_name", f"webrtc-ims-{component}-c")
        info.libs = [f"{library}-c"]
        if not self.options.system_deps:
            info.requires = [adapter.conan_target for adapter in self._adapters().values() if adapter.component == component]
            info.requires += ["openssl::openssl", "nlohmann_json::nlohmann_json"]
