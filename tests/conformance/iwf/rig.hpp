// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "conformance/iwf/ends.hpp"
#include "support/recording_host.hpp"
#include "support/tls/link_certificates.hpp"

namespace wims::test {

/// An IWF and a P-CSCF in one process, as a host joins them.
class InProcessLinkRig {
public:
    InProcessLinkRig() {
        iwf.attach(p_cscf.instance(), p_cscf);
        p_cscf.attach(iwf.node().node, iwf);
    }
    void part() {
        iwf.detach(p_cscf.instance());
        p_cscf.detach(iwf.node().node);
    }
    PCscfDouble p_cscf;
    IwfDouble iwf;
};

/// The two over mutual TLS.
class RemoteLinkRig {
public:
    RemoteLinkRig() {
        server = *signalling::IwfLinkServer::create(certificates.server(), p_cscf, host, host);
        client = *signalling::IwfLinkClient::create(certificates.client({server->local()}), iwf, host, host);
    }
    void part() { client.reset(); }

    LinkCertificates certificates;
    RecordingHost host;
    PCscfDouble p_cscf;
    IwfDouble iwf;
    std::unique_ptr<signalling::IwfLinkServer> server;
    std::unique_ptr<signalling::IwfLinkClient> client;
};

#define IWF_RIGS wims::test::InProcessLinkRig, wims::test::RemoteLinkRig

}  // namespace wims::test
