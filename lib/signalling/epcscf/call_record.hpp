// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "signalling/epcscf/flow.hpp"

namespace wims::epcscf {

/// What is counted and logged of one call: one line when it ends, with its durations.
class CallRecord {
public:
    CallRecord(const Environment& environment, Logger log);

    void begun(bool originating, std::string identity);
    void answered();
    /// The first one counts. `flow` is the WIC's, or nullptr.
    void finished(std::string_view outcome, int status, std::string_view why, const Flow* flow);

private:
    const Environment& environment_;
    Logger log_;
    TimePoint started_, answered_at_{};
    bool originating_ = false, finished_ = false;
    std::string identity_;
};

}  // namespace wims::epcscf
