#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every key of every example configuration, made wrong in every way: exit status 2 and one line that names it.

usage: flip_keys.py BUILD-DIRECTORY HOST...      a HOST is a folder of examples/, "iwf", or a file of one, "iwf/second"
Ends with "N passed, M failed".
"""
import concurrent.futures
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print(f"FAIL {name}: {detail}")


def make_certificate(folder):
    """What the examples name: a server's certificate and key, of a CA of its own, and the same as a client's."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "server.key", "-out", "server.pem"],
                   cwd=folder, check=True, capture_output=True)
    for host in ("", "ep_cscf", "ep_cscf_club", "iwf", "iwf_second", "wimpu_registrar", "i_cscf"):
        for source, end in (("server.pem", "pem"), ("server.key", "key")):
            target = os.path.join(folder, f"{host or 'ca'}.{end}")
            with open(os.path.join(folder, source), encoding="ascii") as a, open(target, "w", encoding="ascii") as b:
                b.write(a.read())


class Host:
    def __init__(self, build, name, folder):
        self.name = name
        name, _, file = name.partition("/")
        self.program = os.path.join(build, "examples", name, "wims-" + name.replace("_", "-"))
        self.folder = folder
        with open(os.path.join(ROOT, "examples", name, (file or name) + ".json"), encoding="utf-8") as f:
            self.text = f.read()
        self.good = json.loads(self.text)
        keys = subprocess.run([self.program, "--keys"], capture_output=True, text=True, check=True, timeout=20).stdout
        self.keys = json.loads(keys)

    def run(self, text):
        """Exit status and standard error of a check of this text."""
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".json", encoding="utf-8") as f:
            f.write(text)
            f.flush()
            done = subprocess.run([self.program, "--config", f.name, "--check-config"], capture_output=True, text=True, timeout=30)
            return done.returncode, done.stderr, f.name


def places(document, path):
    """(object that holds the key, key's name, path with indexes) of every place where `path`, "a.b[].c", is in the document."""
    found = [(document, "")]
    *steps, last = path.split(".")
    for step in steps:
        name, is_list = step.removesuffix("[]"), step.endswith("[]")
        following = []
        for parent, at in found:
            value, here = parent.get(name), f"{at}.{name}" if at else name
            if is_list:
                following += [(entry, f"{here}[{i}]") for i, entry in enumerate(value or [])]
            elif value is not None:
                following.append((value, here))
        found = following
    return [(parent, last, f"{at}.{last}" if at else last) for parent, at in found]


def wrong_values(key):
    """(what is wrong, a value that is) for what the key takes."""
    takes = key["takes"]
    yield "another type", [] if takes == "an object" else {"a": 1}
    yield "null", None
    if limits := re.search(r"(-?\d+) to (-?\d+)$", takes):
        yield "below its range", int(limits[1]) - 1
        yield "above its range", int(limits[2]) + 1
        yield "a fraction", int(limits[1]) + 0.5
        yield "far above its range", 10 ** 30
        yield "its number in quotes", limits[1]
    elif takes.startswith("a list"):
        yield "a list in a list", [[]]
        yield "a list of a wrong entry", [7]
    elif takes == "true or false":
        yield "a number", 1
    elif takes.startswith("a file"):
        yield "a file that is not there", "no/such/file"
        yield "a folder", "."
    elif takes.startswith("a folder"):
        yield "in a folder that is not there", "no/such/folder"
        yield "a file", "server.pem"
    elif not takes.startswith("a text"):
        yield "a text that does not fit", "!"
    if takes not in ("an object",) and not takes.startswith("a list") and "text" in takes or takes.startswith("a URI"):
        yield "a number for a text", 7


def cases(host):
    """(name, text of the file, the path that must be named)."""
    for key in host.keys:
        at_all = places(host.good, key["path"])
        for index, (parent, name, where) in enumerate(at_all[:1]):
            def changed(change):
                document = copy.deepcopy(host.good)
                change(places(document, key["path"])[index][0])
                return json.dumps(document)
            for what, value in wrong_values(key):
                yield f"{where}: {what}", changed(lambda o: o.__setitem__(name, value)), where
            yield f"{where}: a sibling that is none", changed(lambda o: o.__setitem__(name + "_", 1)), where + "_"
            if key["required"]:
                yield f"{where}: missing", changed(lambda o: o.pop(name)), where


def prove(host):
    status, said, _ = host.run(host.text)
    check(f"{host.name}: the example is good", status == 0 and said == "", f"exit {status}: {said}")
    # An optional list may be empty in the example; what would be in it is then proved by whom has one.
    filled = [k for k in host.keys if not any(k["path"].startswith(o["path"] + "[]") and places(host.good, o["path"])
                                              and not places(host.good, o["path"])[0][0].get(o["path"].split(".")[-1])
                                              for o in host.keys)]
    absent = [k["path"] for k in filled if not any(k["path"].split(".")[-1] in o for o, _, _ in places(host.good, k["path"]))]
    check(f"{host.name}: the example has every key", not absent, ", ".join(absent))
    todo = list(cases(host))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for (name, _, where), (status, said, file) in zip(todo, pool.map(lambda case: host.run(case[1]), todo)):
            lines = said.splitlines()
            ok = status == 2 and len(lines) == 1 and f"{file}: {where}" in lines[0]
            check(f"{host.name}: {name}", ok, f"exit {status}: {said.strip()}")
    for name, text, where in (("no JSON", host.text.replace(":", "", 1), "line 2"), ("an empty file", "", "line 1"),
                              ("half a file", host.text[:len(host.text) // 2], "line "), ("a list", "[]", "an object"),
                              ("a key twice", '{"verbose": true, ' + host.text.strip()[1:], "verbose: is given twice")):
        status, said, file = host.run(text)
        check(f"{host.name}: {name}", status == 2 and said.count("\n") == 1 and file in said and where in said, f"exit {status}: {said}")
    for file in (os.path.join(host.folder, "none.json"), host.folder):
        done = subprocess.run([host.program, "--config", file], capture_output=True, text=True, timeout=30)
        check(f"{host.name}: {file} is no file", done.returncode == 2 and done.stderr.count("\n") == 1 and file in done.stderr, done.stderr)
    done = subprocess.run([host.program, "--help"], capture_output=True, text=True, timeout=30)
    unsaid = [key["path"] for key in host.keys if not re.search(rf"^{re.escape(key['path'])} ", done.stdout, re.M)]
    check(f"{host.name}: --help has every key", done.returncode == 0 and not unsaid, ", ".join(unsaid))


def main():
    build, *hosts = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        make_certificate(folder)
        for name in hosts:
            prove(Host(os.path.abspath(build), name, folder))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
