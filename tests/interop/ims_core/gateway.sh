# SPDX-License-Identifier: Apache-2.0
# Sourced by run: the gateway of examples/demo on the core that core.sh started.

# A CA, and a certificate of it for the gateway's page and socket.
gateway_certificate() {
    cd "$CORE_RUN" || return 1
    cat >openssl.cnf <<CONFIG
[req]
distinguished_name = name
prompt = no
[name]
CN = ims_core test
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[server]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = IP:$GATEWAY_IP
CONFIG
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -days 30 \
        -subj "/CN=ims_core test CA" -config openssl.cnf -extensions ca -out ca.pem &&
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key \
            -subj "/CN=$GATEWAY_IP" -config openssl.cnf -out server.csr &&
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile openssl.cnf \
            -extensions server -out server.crt &&
        cat server.crt ca.pem >server.pem
}

gateway_in_service() { curl -fsS "http://$GATEWAY_IP:8081/health" | grep -q '"blocks_in_service":[1-9]'; }

# gateway_up BUILD: its example configuration, with this core's I-CSCF and S-CSCF
gateway_up() {
    (gateway_certificate) >"$CORE_RUN/openssl.log" 2>&1 || { cat "$CORE_RUN/openssl.log"; return 1; }
    sed -e "s/127\.0\.0\.1/$GATEWAY_IP/g" -e "/\"i_cscf\": *\"sip:/s/sip:[^\"]*/sip:$ICSCF_IP:5060/" \
        -e "/\"server_name\":/s/\(\"server_name\": *\"\)[^\"]*/\1sip:scscf.$IMS_DOMAIN:6060/" \
        "$CORE_DIR/../../../examples/demo/demo.json" >"$CORE_RUN/demo.json"
    core_start_with_dns demo "$1/examples/demo/wims-demo" --config "$CORE_RUN/demo.json" --log "$CORE_RUN/demo.jsonl"
    core_wait 20 "the gateway's block" gateway_in_service
}
