// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/iwf/link.hpp>

namespace wims::signalling {

struct IwfLinkClientConfig {
    struct Peer {
        TransportAddress address;
        std::string name;  ///< in its certificate; empty: the address
    };
    std::vector<Peer> p_cscfs;     ///< one a P-CSCF instance; it says itself which
    std::string ca_file;           ///< PEM: who issued the P-CSCFs' certificates
    std::string certificate_file;  ///< PEM chain, of this IWF
    std::string private_key_file;  ///< PEM
};

/// The IWF's end of its links to P-CSCF instances in other processes (iwf_link_server.hpp). Connects, and connects
/// again after 0.2 s, doubling to 5 s; an instance is attached to the IWF while its link is up.
///
/// Runs on a thread of its own. Destroy it before the IWF, which it calls.
class IwfLinkClient {
public:
    /// Connects at once. usage: bad configuration or certificate.
    WIMS_API static Result<std::unique_ptr<IwfLinkClient>> create(const IwfLinkClientConfig& config, iwf::IwfEnd& iwf,
                                                                  LogSink& log, Metrics& metrics);
    virtual ~IwfLinkClient() = default;

    /// Instances that are attached now. Any thread.
    virtual std::vector<std::string> instances() const = 0;
};

}  // namespace wims::signalling
