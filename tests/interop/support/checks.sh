# SPDX-License-Identifier: Apache-2.0
# Sourced by the interop scripts: counting checks, waiting, and stopping what was started.
checks_passed=0 checks_failed=0
ok() { echo "ok   $1"; checks_passed=$((checks_passed + 1)); }
no() { echo "FAIL $1"; checks_failed=$((checks_failed + 1)); }
# check NAME COMMAND...
check() {
    local name=$1
    shift
    if "$@"; then ok "$name"; else no "$name"; fi
}
summary() {
    echo "$checks_passed passed, $checks_failed failed"
    [ "$checks_failed" = 0 ]
}
# within SECONDS COMMAND...: retries until it succeeds
within() {
    local tries=$(($1 * 10))
    shift
    for _ in $(seq "$tries"); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
    return 1
}
# stop_group PID: ends the process group that setsid made for it
stop_group() {
    kill -TERM -- "-$1" 2>/dev/null || return 0
    within 8 group_gone "$1" || kill -KILL -- "-$1" 2>/dev/null
}
group_gone() { ! kill -0 -- "-$1" 2>/dev/null; }
# count_in NAME LOG COMMAND...: runs a script of checks, shows what it says, and adds up "N passed, M failed"
count_in() {
    local name=$1 log=$2 line
    shift 2
    "$@" >"$log" 2>&1
    cat "$log"
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1)
    [ -n "$line" ] || { no "$name: ran to its end"; return; }
    checks_passed=$((checks_passed + ${line%% *}))
    line=${line#*, }
    checks_failed=$((checks_failed + ${line%% *}))
}
