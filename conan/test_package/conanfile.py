# SPDX-License-Identifier: Apache-2.0
"""The stranger's project of tests/packaging, against the package."""
import os

from conan import ConanFile
from conan.tools.build import can_run
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout

PROGRAMS = {"signalling": ["signalling", "edge"], "media": ["media"], "registry": ["registry"], "transcode": ["transcode"]}


class TestPackage(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeDeps"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def _programs(self):
        options = self.dependencies["webrtc-ims"].options
        programs = [p for component, of_it in PROGRAMS.items() if options.get_safe(component) == "True" for p in of_it]
        if not (options.get_safe("with_sofia") == "True" and options.get_safe("with_wslay") == "True") and "edge" in programs:
            programs.remove("edge")
        if options.get_safe("with_nghttp2") == "True":
            programs.append("registry-client")
        return programs

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["USE"] = ";".join(self._programs())
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure(build_script_folder=os.path.join("..", "..", "tests", "packaging", "consumer"))
        cmake.build()

    def test(self):
        if not can_run(self):
            return
        for program in self._programs():
            self.run(os.path.join(self.cpp.build.bindir, f"use-{program}"), env="conanrun")
