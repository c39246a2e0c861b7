// SPDX-License-Identifier: Apache-2.0
#include "iwf/config.hpp"

namespace wims::host {

void declare(Keys& keys, signalling::IwfConfig& config) {
    keys.number("node", config.node, {1, 65535}, "unique among the IWFs of a P-CSCF");
    keys.endpoint("w2", config.w2, "SIP over secure WebSocket, TCP");
    keys.file("certificate_file", config.certificate_file, "PEM chain of W2").required();
    keys.file("private_key_file", config.private_key_file, "PEM key of the certificate").required();
    keys.texts("origins", config.origins, origin, "of the authorised WWSFs' pages, exact (EPC-03)").required();
    keys.text("wwsf_url", config.wwsf_url, https_uri, "where the page that answers a plain GET links to");
    keys.number("message_limit", config.message_limit, {1024, 1U << 20U}, "octets of one WebSocket message (W2-11)");
    keys.seconds("first_message_seconds", config.first_message, {1, 600}, "a flow without a message by then is closed");
    keys.seconds("handshake_seconds", config.handshake, {1, 60}, "TLS and HTTP together");
    keys.seconds("ping_seconds", config.ping, {5, 600}, "of an idle flow; two unanswered end it");
    keys.number("connections", config.connections, {1, 1000000}, "more are refused");
    keys.number("bad_messages", config.bad_messages, {1, 1000},
                "that cannot be parsed, before the flow is closed (E05)");
}

}  // namespace wims::host
