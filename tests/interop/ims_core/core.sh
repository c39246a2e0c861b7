# SPDX-License-Identifier: Apache-2.0
# Sourced by run: starts and stops the IMS core, on loopback addresses alone. core_up says why it could not.
IMS_DOMAIN=ims.operator.example BLOCK_DOMAIN=webrtc.operator.example USER_DOMAIN=enterprise.com
DNS_IP=127.0.0.10 HSS_IP=127.0.0.11 ICSCF_IP=127.0.0.12 SCSCF_IP=127.0.0.13 PCSCF_IP=127.0.0.14
GATEWAY_IP=127.0.0.20 SCRIPT_IP=127.0.0.21  # the only two that may say auth-done: the product, the scripted eP-CSCF
ENHANCED_ICSCF_PORT=5072
CORE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
core_pids=()

core_needs() {
    local tool
    for tool in kamailio kamcmd dnsmasq python3 unshare setpriv sipp; do
        command -v $tool >/dev/null || { echo "ims_core: $tool is not installed"; return 1; }
    done
    [ "$(id -u)" = 0 ] || { echo "ims_core: needs root, for port 53 and a mount namespace"; return 1; }
    python3 - $DNS_IP:53 $HSS_IP:3868 $ICSCF_IP:5060 $SCSCF_IP:6060 $PCSCF_IP:5060 <<'PYTHON'
import socket, sys
for place in sys.argv[1:]:
    ip, port = place.split(":")
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        s = socket.socket(socket.AF_INET, kind)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, kind == socket.SOCK_STREAM)
        try:
            s.bind((ip, int(port)))
        except OSError as error:
            sys.exit(f"ims_core: {place} is taken ({error.strerror}): one core at a time in a network namespace")
PYTHON
}

# render FILE: fills in the names and addresses
render() {
    local gateways="$GATEWAY_IP|$SCRIPT_IP"
    sed -e "s|@DOMAIN@|$IMS_DOMAIN|g; s|@BLOCK_DOMAIN@|$BLOCK_DOMAIN|g; s|@USER_DOMAIN@|$USER_DOMAIN|g" \
        -e "s|@RUN@|$CORE_RUN|g; s|@DNS_IP@|$DNS_IP|g; s|@HSS_IP@|$HSS_IP|g; s|@ICSCF_IP@|$ICSCF_IP|g" \
        -e "s|@SCSCF_IP@|$SCSCF_IP|g; s|@PCSCF_IP@|$PCSCF_IP|g; s|@GATEWAY_IP@|$GATEWAY_IP|g" \
        -e "s|@ENHANCED_ICSCF_PORT@|$ENHANCED_ICSCF_PORT|g; s#@EPCSCF_RE@#${gateways//./\\\\\\\\.}#g" "$1"
}

# core_start NAME COMMAND...: in a process group of its own
core_start() {
    local name=$1
    shift
    setsid "$@" >"$CORE_RUN/$name.log" 2>&1 </dev/null &
    core_pids+=($!)
}

# core_start_with_dns NAME COMMAND...: it looks names up at the core's DNS, by a resolv.conf of its own
core_start_with_dns() {
    local name=$1
    shift
    core_start "$name" unshare -m sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' "$CORE_RUN/resolv.conf" "$@"
}

# The I-CSCF's list of S-CSCFs and what they can do.
core_database() {
    mkdir -p "$CORE_RUN/i_cscf_db" && cd "$CORE_RUN/i_cscf_db" || return 1
    printf 'id(int,auto) trusted_domain(str)\n1:%s\n' "$IMS_DOMAIN" >nds_trusted_domains
    printf 'id(int,auto) name(str) s_cscf_uri(str)\n1:first:sip\\:scscf.%s\\:6060\n' "$IMS_DOMAIN" >s_cscf
    printf 'id(int,auto) id_s_cscf(int) capability(int)\n1:1:1\n' >s_cscf_capabilities
}

core_wait() { # core_wait SECONDS WHAT COMMAND...
    local seconds=$1 what=$2
    shift 2
    within "$seconds" "$@" && return 0
    echo "ims_core: $what did not come up; the ends of the logs:"
    tail -n 8 "$CORE_RUN"/*.log
    return 1
}
core_in_contact() { kamcmd -s "unix:$CORE_RUN/$1.ctl" cdp.list_peers | grep -q I_Open; }
core_answers() { # an OPTIONS over UDP
    python3 - "$@" <<'PYTHON'
import socket, sys
for place in sys.argv[1:]:
    ip, port = place.split(":")
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    s.settimeout(1)
    me = "127.0.0.1:%d" % s.getsockname()[1]
    s.sendto((f"OPTIONS sip:{place} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bK{ip}\r\nMax-Forwards: 5\r\n"
              f"From: <sip:ping@{me}>;tag=p\r\nTo: <sip:{place}>\r\nCall-ID: {me}-{ip}\r\nCSeq: 1 OPTIONS\r\n"
              "Content-Length: 0\r\n\r\n").encode(), (ip, int(port)))
    s.recv(65535)
PYTHON
}

# core_up RUN-FOLDER
core_up() {
    CORE_RUN=$1
    core_needs || return 1
    local file name
    for file in "$CORE_DIR"/conf/*.in "$CORE_DIR"/hss/*.in; do
        name=$(basename "$file")
        render "$file" >"$CORE_RUN/${name%.in}"
    done
    (core_database) || return 1
    echo "nameserver $DNS_IP" >"$CORE_RUN/resolv.conf"
    core_start dns dnsmasq --conf-file="$CORE_RUN/dnsmasq.conf" --user=root --pid-file=
    core_start hss env PYTHONDONTWRITEBYTECODE=1 python3 "$CORE_DIR/hss/cx_hss.py" "$CORE_RUN/subscribers.json" $HSS_IP
    core_wait 5 "the HSS" curl -fs "http://$HSS_IP:8011/state" || return 1
    # Without CAP_NET_ADMIN: the P-CSCF's IPsec module would wipe the machine's IPsec state when it starts.
    for name in i_cscf s_cscf p_cscf; do
        core_start_with_dns $name setpriv --bounding-set=-net_admin --inh-caps=-net_admin \
            kamailio -DD -E -w "$CORE_RUN" -m 64 -M 8 -f "$CORE_RUN/$name.cfg" -Y "$CORE_RUN" \
            -P "$CORE_RUN/$name.pid"
    done
    core_wait 20 "the I-CSCF's connection to the HSS" core_in_contact i_cscf &&
        core_wait 20 "the S-CSCF's connection to the HSS" core_in_contact s_cscf &&
        core_wait 10 "a CSCF" core_answers $ICSCF_IP:5060 $SCSCF_IP:6060 $PCSCF_IP:5060
}

core_down() {
    local pid
    for pid in "${core_pids[@]}"; do stop_group "$pid"; done
    core_pids=()
}
core_crashed() { grep -q 'exited by a signal' "$CORE_RUN"/*_cscf.log; }
