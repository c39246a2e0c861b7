# SPDX-License-Identifier: Apache-2.0
# Sourced by examples/run and tests/run: installs what is missing, configures, builds. Prints what it does; says clearly
# what it could not do and returns non-zero.

WIMS_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WIMS_JOBS=${WIMS_JOBS:-$(nproc)}

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A line a package: "package" or "package command", the latter satisfied by any such command in PATH.
WIMS_BUILD_PACKAGES='
g++ g++
cmake cmake
ninja-build ninja
pkg-config pkg-config
libssl-dev
nlohmann-json3-dev
libsofia-sip-ua-dev
libsrtp2-dev
libwslay-dev
libcurl4-openssl-dev
libnghttp2-dev
libcli11-dev
libopus-dev
libopencore-amrnb-dev
libopencore-amrwb-dev
libvo-amrwbenc-dev
libavcodec-dev
esbuild esbuild
nodejs node
npm npm
openssl openssl
curl curl'

WIMS_TEST_PACKAGES='
doctest-dev
chromium chromium
libnss3-tools certutil
procps pgrep
python3 python3
python3-venv
golang-go go
libnice-dev
coturn turnserver
clang-format clang-format
doxygen doxygen
kamailio kamailio
kamailio-ims-modules
kamailio-presence-modules
kamailio-websocket-modules
rtpengine-daemon rtpengine
dnsmasq-base dnsmasq
sip-tester sipp
baresip-core baresip
nghttp2-client h2load'

# need_packages LIST: installs the missing ones of a list like the above with apt-get.
need_packages() {
    local package command log missing=()
    while read -r package command; do
        [ -n "$package" ] || continue
        if [ -n "$command" ] && command -v "$command" >/dev/null; then continue; fi
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done <<<"$1"
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Debian packages to install: ${missing[*]}"
    command -v apt-get >/dev/null || fail "apt-get is not here: this needs Debian 12, or install the above by hand"
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "not root and no sudo: as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    log=$(mktemp) || fail "no temporary file could be made"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -q && apt-get -o DPkg::Lock::Timeout=120 install -q -y --no-install-recommends "$@"' \
        sh "${missing[@]}" >"$log" 2>&1 ||
        { tail -n 15 "$log" >&2; rm -f "$log"; fail "apt-get could not install: ${missing[*]}"; }
    rm -f "$log"
}

# need_npm DIR: `npm ci` there, unless its lock file has not changed since the last one.
need_npm() {
    local stamp="$1/node_modules/.wims-lock"
    cmp -s "$1/package-lock.json" "$stamp" && return 0
    say "npm packages of ${1#"$WIMS_ROOT"/}"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm ci failed in $1"
    cp "$1/package-lock.json" "$stamp"
}

# build DIR CMAKE-OPTIONS... [-- TARGET...]
build() {
    local dir=$1 options=() targets=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
    [ $# -gt 0 ] && shift
    for t in "$@"; do targets+=(--target "$t"); done
    say "Building in ${dir#"$WIMS_ROOT"/}"
    mkdir -p "$dir" || fail "cannot write $dir"
    cmake -S "$WIMS_ROOT" -B "$dir" -G Ninja "${options[@]}" >"$dir.configure.log" 2>&1 ||
        { tail -n 20 "$dir.configure.log" >&2; fail "cmake could not configure $dir"; }
    (set -o pipefail; cmake --build "$dir" -j "$WIMS_JOBS" "${targets[@]}" 2>&1 | progress) || fail "the build in $dir failed"
}

# In a file or a CI log, ninja's line for each step becomes one for every fiftieth; all other lines pass.
progress() {
    if [ -t 1 ]; then cat; else awk '!/^\[[0-9]+\/[0-9]+\]/ || ++steps % 50 == 0 { print; fflush() }'; fi
}
