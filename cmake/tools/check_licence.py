#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every file of ours that can hold a comment says its licence within its first three lines.

usage: check_licence.py [ROOT]      exit 1 and a line for each file that does not
"""
import os
import sys

LINE = "SPDX-License-Identifier: Apache-2.0"
ELSEWHERE = {".git", "build", "node_modules", "__pycache__"}
ENDINGS = (".cpp", ".hpp", ".c", ".h", ".py", ".sh", ".js", ".mjs", ".css", ".html", ".cmake", ".map", ".supp", ".yml", ".yaml",
           "CMakeLists.txt")


def ours(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in ELSEWHERE)
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(ENDINGS) or ("." not in name and starts_as_script(path)):
                yield path


def starts_as_script(path):
    with open(path, "rb") as f:
        return f.read(2) == b"#!"


def says_so(path):
    with open(path, encoding="utf-8") as f:
        return any(LINE in line for _, line in zip(range(3), f))


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../..")
    files = list(ours(root))
    silent = [path for path in files if not says_so(path)]
    for path in silent:
        print(f"{os.path.relpath(path, root)}: no {LINE}")
    if silent or not files:
        return 1
    print(f"licence: {len(files)} files say it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
