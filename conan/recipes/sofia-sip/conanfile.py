# SPDX-License-Identifier: Apache-2.0
"""Conan 2 recipe of sofia-sip, which Conan Center lacks:  conan create conan/recipes/sofia-sip --version 1.13.16"""
import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, get, rm, rmdir
from conan.tools.gnu import Autotools, AutotoolsDeps, AutotoolsToolchain
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class SofiaSip(ConanFile):
    name = "sofia-sip"
    description = "SIP user agent library"
    license = "LGPL-2.1-or-later"
    homepage = "https://github.com/freeswitch/sofia-sip"
    topics = ("sip", "voip", "telecom")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": True, "fPIC": True}  # LGPL: a user must be able to exchange it
    implements = ["auto_shared_fpic"]
    languages = ["C"]

    def layout(self):
        basic_layout(self, src_folder="src")

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("this recipe was written for Linux")

    def requirements(self):
        self.requires("openssl/[>=3 <4]")

    def build_requirements(self):
        self.tool_requires("libtool/2.4.7")  # brings autoconf and automake

    def source(self):
        get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def generate(self):
        toolchain = AutotoolsToolchain(self)
        toolchain.configure_args += ["--without-glib", "--without-doxygen", "--disable-stun", "--with-openssl"]
        toolchain.generate()
        AutotoolsDeps(self).generate()

    def build(self):
        autotools = Autotools(self)
        autotools.autoreconf()
        autotools.configure()
        autotools.make()

    def package(self):
        Autotools(self).install()
        for licence in ("COPYING", "COPYRIGHTS"):
            copy(self, licence, self.source_folder, os.path.join(self.package_folder, "licenses"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))
        rmdir(self, os.path.join(self.package_folder, "share"))
        rm(self, "*.la", os.path.join(self.package_folder, "lib"))

    def package_info(self):
        self.cpp_info.libs = ["sofia-sip-ua"]
        self.cpp_info.includedirs = [os.path.join("include", "sofia-sip-1.13")]
        self.cpp_info.system_libs = ["pthread"]
        self.cpp_info.set_property("pkg_config_name", "sofia-sip-ua")
