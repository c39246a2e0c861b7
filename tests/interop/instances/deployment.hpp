// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/registry/wimpu_registrar.hpp>
#include <wims/signalling/iwf.hpp>

#include "common/runtime/event_loop.hpp"
#include "support/tls/link_certificates.hpp"
#include "support/tls/temporary_certificate.hpp"
#include "unit/signalling/epcscf/small_core.hpp"

namespace wims::test {

/// Two P-CSCF instances with a block each, a registrar that chooses between them, and IWFs linked with both over mutual
/// TLS. Every part on threads and sockets of its own, the core a small one.
class Deployment {
public:
    /// A P-CSCF instance with what it needs, and the end of its IWF links.
    struct Instance {
        explicit Instance(Deployment& deployment, int number);
        VirtualExecutor unused;  // the fakes' faults are off: nothing runs on it
        FakeTokens tokens{unused};
        FakeGateway gateway{unused};
        std::unique_ptr<signalling::PCscf> p_cscf;
        std::unique_ptr<signalling::IwfLinkServer> links;
    };
    /// An IWF and its links. Destroying it is killing it.
    struct Edge {
        Edge(Deployment& deployment, std::uint32_t node);
        ~Edge();
        std::unique_ptr<signalling::Iwf> iwf;
        std::unique_ptr<signalling::IwfLinkClient> links;
    };

    Deployment();
    std::unique_ptr<Edge> add_iwf(std::uint32_t node) { return std::make_unique<Edge>(*this, node); }
    /// Where the core reaches the instance of this block, "w1" or "w2": the Contact of the block's REGISTER.
    std::string mw_of(const std::string& block) const;
    std::size_t block_registers() const { return core.got("REGISTER").size(); }

    TemporaryCertificate w2;
    LinkCertificates certificates;
    RecordingHost host;
    LoopThread registrar_thread{"registrar"};
    std::unique_ptr<registry::WimpuRegistrar> registrar;
    SmallCore core{host, 0};
    std::vector<std::unique_ptr<Instance>> instances;
};

bool settles(const std::function<bool()>& condition);

}  // namespace wims::test
