// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/signalling/iwf_link_client.hpp>
#include <wims/signalling/iwf_link_server.hpp>

#include "support/tls/authority.hpp"

namespace wims::test {

/// One authority, a P-CSCF's certificate and an IWF's, and what the two ends of a link make of them.
struct LinkCertificates {
    Authority authority;
    Authority::Files p_cscf = authority.issue({"p-cscf", "IP:127.0.0.1"});
    Authority::Files iwf = authority.issue({"iwf", "DNS:a.iwf.example"});

    signalling::IwfLinkServerConfig server() const {
        signalling::IwfLinkServerConfig config;
        config.bind = {"127.0.0.1", 0};
        config.certificate_file = p_cscf.certificate;
        config.private_key_file = p_cscf.private_key;
        config.client_ca_file = authority.certificate_file();
        config.iwf_names = {"*.iwf.example"};
        return config;
    }
    signalling::IwfLinkClientConfig client(const std::vector<TransportAddress>& servers) const {
        signalling::IwfLinkClientConfig config;
        for (const auto& server : servers) config.p_cscfs.push_back({server, ""});
        config.ca_file = authority.certificate_file();
        config.certificate_file = iwf.certificate;
        config.private_key_file = iwf.private_key;
        return config;
    }
};

}  // namespace wims::test
