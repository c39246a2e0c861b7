// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/cx/location.hpp>
#include <wims/w7/status.hpp>

namespace wims::signalling {

struct ICscfConfig {
    Endpoint mw;                                          ///< UDP and TCP
    std::vector<std::string> domains;                     ///< of WebRTC users, whole labels (ICS-01, ICS-08)
    Duration status_timeout = std::chrono::seconds(2);    ///< W7; then 504 (ICS-10)
    Duration location_timeout = std::chrono::seconds(2);  ///< Cx; then 504
};

struct ICscfSeams {
    LogSink& log;
    Metrics& metrics;
    w7::StatusDirectory& registrar;
    cx::LocationDirectory& hss;
};

/// The I-CSCF enhanced for wIMPU access: asks W7 before the HSS for terminating requests to its domains.
/// [S2 5.2.2.3.3] A transaction-stateful proxy that stays out of the dialog. One thread of its own, one nta agent. Every
/// member may be called from any thread. Destroying it ends its thread; nothing is called after the destructor.
class ICscf {
public:
    /// Binds Mw. usage: the configuration is wrong, the text says where; io: the address cannot be bound.
    WIMS_API static Result<std::unique_ptr<ICscf>> create(const ICscfConfig& config, const ICscfSeams& seams);
    virtual ~ICscf() = default;
    /// Starts to serve; what comes before is not answered.
    virtual void start() = 0;
    /// As bound: tells the port when configuration said 0.
    virtual TransportAddress local() const = 0;
};

}  // namespace wims::signalling
