// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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

struct IwfLinkServerConfig {
    TransportAddress bind;         ///< TCP
    std::string certificate_file;  ///< PEM chain
    std::string private_key_file;  ///< PEM
    std::string client_ca_file;    ///< PEM: who issued the IWFs' certificates
    /// Whose certificate is an IWF's: its common name or one of its alternative names, "iwf-1.operator.example", or
    /// "*.iwf.operator.example" for one label more.
    std::vector<std::string> iwf_names;
    std::size_t connections = 256;  ///< more are refused at accept
};

/// The P-CSCF's end of IWF links between processes: mutual TLS, never clear text, since tokens cross it (EPC-18). IWFs
/// are attached as they come, also while the P-CSCF runs (EPC-16). A link that is lost, or silent for 4 s, detaches its
/// IWF: each of its flows is down.
///
/// Runs on a thread of its own. Destroy it before the P-CSCF, which it calls.
class IwfLinkServer {
public:
    /// Binds and serves at once. usage: bad configuration or certificate; io: the address cannot be bound.
    WIMS_API static Result<std::unique_ptr<IwfLinkServer>> create(const IwfLinkServerConfig& config,
                                                                  iwf::PCscfEnd& p_cscf, LogSink& log,
                                                                  Metrics& metrics);
    virtual ~IwfLinkServer() = default;

    /// As bound: tells the port when configuration said 0.
    virtual TransportAddress local() const = 0;
    /// IWFs that are attached now. Any thread.
    virtual std::vector<std::uint32_t> nodes() const = 0;
};

}  // namespace wims::signalling
