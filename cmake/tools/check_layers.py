#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The layer check: every #include of lib/, include/ and bindings/ against layers.txt, and sans-IO folders against the system.

usage: check_layers.py [ROOT]      exit 1 and a line per offence, or one line saying how much was checked
"""
import os
import re
import sys

THIRD_PARTY = ("openssl/", "nlohmann/", "nghttp2/", "sofia-sip/", "wslay/", "srtp2/", "usrsctp", "nice/", "libavcodec/",
               "libavutil/", "opus/", "opencore-amrnb/", "opencore-amrwb/", "vo-amrwbenc/", "hiredis/", "curl/", "boost/", "doctest/")
# The longest first: codec_factory.hpp is what the media library and the transcoder share.
OURS = ("wims/media/codec_factory.hpp", "wims/signalling/", "wims/media/", "wims/registry/", "wims/transcode/", "wims/", "common/",
        "signalling/", "media/", "registry/", "transcode/")
# Protocol folders do no I/O, start no thread and read no clock.
SANS_IO = ("lib/common/sdp", "lib/common/identity", "lib/signalling/sip", "lib/signalling/ims_alg", "lib/media/ice",
           "lib/media/dtls", "lib/media/srtp", "lib/media/rtp", "lib/media/rtcp", "lib/media/engine",
           "lib/transcode")
IO_HEADERS = re.compile(r"^(sys/(socket|epoll|eventfd|uio)\.h|unistd\.h|netinet/|arpa/|poll\.h|thread|mutex|future|"
                        r"condition_variable|fstream|iostream|cstdio|stdio\.h)")
CLOCKS = re.compile(r"(steady_clock|system_clock)::now|\bgettimeofday\b|\bclock_gettime\b|\btime\((NULL|nullptr|0)\)")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def rules(root):
    table = []
    with open(os.path.join(root, "cmake/tools/layers.txt"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                folder, allowed = line.split(":")
                table.append((folder.strip() + "/", tuple(allowed.split())))
    return table


def sources(root):
    for top in ("include", "lib", "bindings"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                if name.endswith((".hpp", ".cpp", ".h", ".c")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def kind(include):
    for prefix in OURS + THIRD_PARTY:
        if include.startswith(prefix):
            return prefix if prefix.endswith("/") else include
    return "std"


def offences(root, path, table):
    allowed = next((a for folder, a in table if path.startswith(folder)), None)
    if allowed is None:
        yield f"{path}: no rule for this folder"
        return
    sans_io = path.startswith(SANS_IO)
    with open(os.path.join(root, path), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            m = INCLUDE.match(line)
            if m:
                include = m.group(1)
                if kind(include) not in allowed:
                    yield f"{path}:{number}: may not include {include}"
                elif sans_io and IO_HEADERS.match(include):
                    yield f"{path}:{number}: protocol code, may not include {include}"
            elif sans_io and CLOCKS.search(line):
                yield f"{path}:{number}: protocol code, may not read a clock"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../..")
    table, found, files = rules(root), [], 0
    for path in sorted(sources(root)):
        files += 1
        found += offences(root, path, table)
    for line in found:
        print(line)
    if found:
        return 1
    print(f"layers: {files} files keep to {len(table)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
