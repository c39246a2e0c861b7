#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every structure and field of the C headers is printed by layout.c.

usage: fields.py INCLUDE-FOLDER LAYOUT.C      exit 1 and a line for each that is not
"""
import glob
import os
import re
import sys


def declared(header):
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", text, re.S):
        yield f"S({name})"
        for line in filter(None, (part.strip() for part in body.split(";"))):
            function = re.search(r"\(\*(\w+)\)", line)
            fields = [function.group(1)] if function else [
                part.split()[-1].lstrip("*") for part in re.sub(r"\[[^\]]*\]", "", line).split(",")]
            for field in fields:
                yield f"F({name}, {field})"


def main():
    with open(sys.argv[2], encoding="utf-8") as f:
        printed = set(re.findall(r"[SF]\([\w, ]+\)", f.read()))
    wanted = set()
    for path in glob.glob(os.path.join(sys.argv[1], "wims", "*.h")):
        with open(path, encoding="utf-8") as f:
            wanted.update(declared(f.read()))
    missing = sorted(wanted - printed)
    for item in missing:
        print(f"layout.c lacks {item}")
    if not wanted:
        print("no structure was found")
    return 1 if missing or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
