#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a shared library shows: wims:: functions that its public headers declare, and nothing else.

usage: check_symbols.py LIBRARY      exit 1 and a line for each symbol that leaks
"""
import re
import subprocess
import sys

# In wims::, but not for users: what is in namespaces of lib/ or an implementation's private part.
PRIVATE = re.compile(r"^wims::(\w+::)*(\(anonymous namespace\)|detail|engine|sip|epcscf|icscf|dtls|srtp|ice|rtp|rtcp|jose|"
                     r"identity|sdp|http|http2|tls|net|store|model)::|::State(::|$)")


def shown(library):
    out = subprocess.run(["nm", "-D", "-C", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    return [line.split(None, 2)[2] for line in out.splitlines() if line.split(None, 2)[1] != "A"]


def leaks(symbols):
    return [s for s in symbols if not s.startswith("wims::") or PRIVATE.search(s.split("(")[0])]


def main():
    symbols = shown(sys.argv[1])
    found = leaks(symbols)
    for symbol in found:
        print(f"leaks: {symbol}")
    if not any(s.startswith("wims::version()") for s in symbols):
        print("wims::version() is not shown")
        return 1
    print(f"{len(symbols)} symbols shown, {len(found)} leak")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
