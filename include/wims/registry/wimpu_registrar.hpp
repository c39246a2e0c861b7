// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

namespace wims::registry {

/// A block of individual IMPUs that the registrar may hand out.
struct BlockRange {
    std::string wimpu;                 ///< "sip:w1-!.*!@webrtc.operator.example"
    std::vector<std::string> domains;  ///< external domains whose users live in it
    std::uint64_t size = 1000000;      ///< how many IMPUs may be allocated: decimal, at least 6 digits wide
};

struct WimpuRegistrarConfig {
    std::vector<BlockRange> blocks;             ///< overlapping wildcards are refused
    std::vector<std::string> ordinary_domains;  ///< of scenario 1 and 2 users; a block in one is refused (ICS-12)
    std::size_t contacts_per_entry = 10;
    Duration quarantine = std::chrono::hours(24);  ///< of a released IMPU (WR-11)
};

/// The wIMPU Registrar with an in-memory store: "the HSS of WebRTC users". [S2 5.2.2.3.1]
/// W6 and W7 may be called from any thread; its work runs on `executor`, which must outlive it. Destroying it waits for
/// the work in progress; questions still waiting are never answered, so their askers time out.
class WimpuRegistrar {
public:
    /// usage: blocks overlap, a wildcard does not parse or does not match its numbers, a block in an ordinary domain or
    /// with another block's own domain, no contact allowed.
    WIMS_API static Result<std::unique_ptr<WimpuRegistrar>> create(const WimpuRegistrarConfig& config,
                                                                   Executor& executor, LogSink& log, Metrics& metrics);
    virtual ~WimpuRegistrar() = default;

    virtual w6::Registrar& w6() = 0;
    virtual w7::StatusDirectory& w7() = 0;

    /// Removes a user's contacts, whoever owns the block; the owner hears of it by w6::Registrar::watch (W6-06).
    /// Any thread. not_found: the user is not registered.
    virtual void remove_user(const TrailId& trail, const std::string& identity, Deadline deadline,
                             Completion<w6::Removed> done) = 0;

    struct Health {
        std::size_t entries = 0;  ///< users with a contact
        std::size_t contacts = 0;
        std::size_t released = 0;  ///< IMPUs in quarantine
    };
    virtual Health health() const = 0;
};

}  // namespace wims::registry
