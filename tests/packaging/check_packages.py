#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Conan recipe, vcpkg ports and CMake say the same: version, components, adapters. vcpkg's manifests have the form that its
documentation asks for, and its portfiles run with vcpkg's functions replaced.

usage: check_packages.py ROOT      exit 1 and a line for each difference
"""
import ast
import json
import os
import re
import subprocess
import sys

NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
MANIFEST_KEYS = {"name", "version", "description", "homepage", "license", "supports", "dependencies", "default-features", "features"}


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def cmake_options(root):
    """{'signalling': …, 'sofia': …}: components and adapters by their names in the packages."""
    text = read(root, "cmake", "options.cmake")
    words = re.findall(r"option\(WIMS_(?:BUILD_(\w+) \"[^\"]+\" ON|WITH_(\w+) \"[^\"]+\" (?:ON|OFF))\)", text)
    return {(component or adapter).lower().replace("_", "-") for component, adapter in words}


def conan_options(root):
    """The keys of the recipe's two tables, and what it sets by name; read without running it."""
    tree = ast.parse(read(root, "conan", "conanfile.py"))
    tables = {node.targets[0].id: [key.value for key in node.value.keys] for node in tree.body
              if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)}
    needed = [ast.literal_eval(node.value) for node in tree.body
              if isinstance(node, ast.Assign) and node.targets[0].id == "NEEDED"]  # no option: a component has none without
    adapters = [name for name in tables["ADAPTERS"] if name not in needed[0]]
    own = re.findall(r'cache_variables\["WIMS_BUILD_(\w+)"\]', read(root, "conan", "conanfile.py"))
    return {name.lower().replace("_", "-") for name in tables["LIBRARIES"] + adapters + own}


def manifest_faults(manifest, folder):
    if manifest["name"] != folder or not NAME.match(manifest["name"]):
        yield f"{folder}: the name is {manifest['name']}"
    for key in manifest.keys() - MANIFEST_KEYS:
        yield f"{folder}: unknown field {key}"
    if not re.match(r"^\d+(\.\d+)*$", manifest.get("version", "")):
        yield f"{folder}: no version"
    features = manifest.get("features", {})
    for feature in manifest.get("default-features", []):
        if feature not in features:
            yield f"{folder}: default feature {feature} is none of its features"
    for owner in [manifest, *features.values()]:
        if not owner.get("description"):
            yield f"{folder}: something has no description"
        for dependency in owner.get("dependencies", []):
            name = dependency if isinstance(dependency, str) else dependency["name"]
            if not NAME.match(name):
                yield f"{folder}: dependency {name}"


def portfile_answer(root, port):
    run = subprocess.run(["cmake", f"-DPORT_DIR={os.path.join(os.path.abspath(root), 'cmake/vcpkg/ports', port)}", "-P",
                          os.path.join(root, "tests/packaging/portfile.cmake")], capture_output=True, text=True, check=False)
    return run.returncode, run.stderr


def faults(root):
    version = re.search(r"project\(webrtc-ims VERSION ([0-9.]+)", read(root, "CMakeLists.txt")).group(1)
    wanted = cmake_options(root)
    if conan_options(root) != wanted:
        yield f"Conan's options {sorted(conan_options(root))} are not CMake's {sorted(wanted)}"
    ports = os.path.join(root, "cmake", "vcpkg", "ports")
    for port in sorted(os.listdir(ports)):
        manifest = json.loads(read(ports, port, "vcpkg.json"))
        yield from manifest_faults(manifest, port)
        status, said = portfile_answer(root, port)
        if status != 0:
            yield f"{port}: {said.strip()}"
        elif port == "webrtc-ims":
            handled = set(re.search(r"^features: (.*)$", said, re.M).group(1).split())
            if not handled == set(manifest["features"]) == wanted:
                yield f"{port}: the features are not CMake's options"
            if manifest["version"] != version:
                yield f"{port}: version {manifest['version']}, CMake says {version}"
    changes = re.search(r"^## ([0-9.]+)", read(root, "include", "wims", "CHANGELOG.md"), re.M).group(1)
    if changes != version:
        yield f"CHANGELOG.md begins with {changes}, CMake says {version}"


def main():
    found = list(faults(sys.argv[1]))
    for line in found:
        print(line)
    print(f"{len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
