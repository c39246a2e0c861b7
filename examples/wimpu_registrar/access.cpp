// SPDX-License-Identifier: Apache-2.0
#include "wimpu_registrar/access.hpp"

namespace wims::host {

void declare(Keys& keys, registry::RegistrarClientConfig& config) {
    keys.address("address", config.server, "of W6 and W7, HTTP/2");
    keys.text("name", config.server_name, some_text, "that the registrar's certificate carries: DNS name or IP address")
        .required();
    keys.file("ca_file", config.ca_file, "PEM: who issued its certificate").required();
    keys.file("certificate_file", config.certificate_file, "PEM chain: shows the registrar who asks").required();
    keys.file("private_key_file", config.private_key_file, "PEM key of the certificate").required();
    keys.number("in_flight", config.in_flight, {1, 10000}, "requests at once");
    keys.number("waiting", config.waiting, {1, 1000000}, "more fail at once, 504");
}

}  // namespace wims::host
