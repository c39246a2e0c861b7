// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/executor.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/signalling/counters.hpp>

#include "signalling/adapters/sofia/mw_agent.hpp"
#include "signalling/adapters/sofia/nta.hpp"
#include "signalling/adapters/sofia/parser.hpp"

namespace wims::sofia {

/// What the transactions of one agent share. Private to this folder.
struct MwWire {
    Executor& executor;
    Metrics& metrics;
    Logger log;
    MwAgent::Timing timing;
    nta_agent_t* agent = nullptr;  ///< nullptr once it is gone: nothing is sent any more

    void count(signalling::Counter counter) const { signalling::count(metrics, counter); }
    int milliseconds(Duration d) const {
        return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(d).count());
    }
};

/// The guard: what nta took in, read by our own strict parser; what sofia's parser or ours finds wrong is refused and
/// counted. `sip` may be nullptr. [requirements 6, E06]
Result<sip::Message> guarded(const MwWire& wire, const sip_t* sip, sip::Message* partial = nullptr);

}  // namespace wims::sofia
