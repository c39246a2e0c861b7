#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks every rule of the layer check once and sees it caught."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "../..")
CHECK = os.path.join(ROOT, "cmake/tools/check_layers.py")

CASES = [
    ("public header includes a third party", "include/wims/common/bad.hpp", "#include <openssl/ssl.h>"),
    ("public header includes lib", "include/wims/w6/bad.hpp", '#include "registry/store/store.hpp"'),
    ("signalling includes registry", "lib/signalling/epcscf/bad.cpp", '#include "registry/model/entry.hpp"'),
    ("signalling includes media", "lib/signalling/iwf/bad.cpp", '#include "media/ice/agent.hpp"'),
    ("media includes signalling", "lib/media/engine/bad.cpp", '#include "signalling/sip/message.hpp"'),
    ("media includes the transcoder", "lib/media/engine/bad.cpp", "#include <wims/transcode/codecs.hpp>"),
    ("the transcoder includes media", "lib/transcode/bad.cpp", "#include <wims/media/packet.hpp>"),
    ("the pipeline includes a codec", "lib/transcode/bad.cpp", "#include <opus/opus.h>"),
    ("registry includes media", "lib/registry/store/bad.cpp", '#include "media/rtp/header.hpp"'),
    ("registry includes media's façade", "lib/registry/store/bad.cpp", "#include <wims/media/packet.hpp>"),
    ("a façade includes another library's", "include/wims/signalling/bad.hpp", "#include <wims/media/ims_agw.hpp>"),
    ("a seam includes a façade", "include/wims/w6/bad.hpp", "#include <wims/registry/wimpu_registrar.hpp>"),
    ("common includes a library", "lib/common/sdp/bad.cpp", '#include "media/rtp/header.hpp"'),
    ("common includes HTTP/2's library", "lib/common/http/bad.cpp", "#include <nghttp2/nghttp2.h>"),
    ("the C API includes a role", "bindings/c/src/bad.cpp", '#include "signalling/epcscf/flow.hpp"'),
    ("a role includes sofia", "lib/signalling/epcscf/bad.cpp", "#include <sofia-sip/nta.h>"),
    ("the engine includes libsrtp", "lib/media/engine/bad.cpp", "#include <srtp2/srtp.h>"),
    ("protocol code opens a socket", "lib/media/ice/bad.cpp", "#include <sys/socket.h>"),
    ("protocol code starts a thread", "lib/signalling/sip/bad.cpp", "#include <thread>"),
    ("protocol code reads a clock", "lib/media/rtcp/bad.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("a folder without a rule", "lib/other/bad.cpp", "#include <vector>"),
]


def check(root):
    return subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True)


def main():
    passed = failed = 0
    for name, path, line in CASES:
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "cmake/tools"))
            shutil.copy(os.path.join(ROOT, "cmake/tools/layers.txt"), os.path.join(root, "cmake/tools"))
            os.makedirs(os.path.join(root, os.path.dirname(path)))
            target = os.path.join(root, path)
            with open(target, "w", encoding="utf-8") as f:
                f.write("#pragma once\n#include <string>\n" if path.endswith(".hpp") else "#include <string>\n")
            clean = check(root)
            with open(target, "a", encoding="utf-8") as f:
                f.write(line + "\n")
            broken = check(root)
            caught = broken.returncode == 1 and path in broken.stdout
            fine_before = clean.returncode == 0 or path.startswith("lib/other")
            if caught and fine_before:
                passed += 1
                print(f"ok   {name}")
            else:
                failed += 1
                print(f"FAIL {name}: {clean.stdout}{broken.stdout}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
