// SPDX-License-Identifier: Apache-2.0
// A product with W6 and W7 to a registrar elsewhere, and no store: it says what its configuration lacks.
#include <wims/registry/registrar_client.hpp>

#include "host.hpp"

using namespace wims;

int main() {
    std::cout << "webrtc-ims " << version() << '\n';
    Host host;
    registry::RegistrarClientConfig config;
    config.server = {"127.0.0.1", 7443};
    config.server_name = "registrar.operator.example";
    config.ca_file = config.certificate_file = config.private_key_file = "/nowhere/at-all.pem";
    const auto client = registry::RegistrarClient::create(config, host, host);
    expect(!client && client.error().kind == ErrorKind::usage, "a client without its files is refused");
    expect(client.error().text.find("/nowhere/at-all.pem") != std::string::npos, client.error().text);
}
