// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/call_record.hpp"

#include <utility>

namespace wims::epcscf {

CallRecord::CallRecord(const Environment& environment, Logger log)
    : environment_(environment), log_(std::move(log)), started_(environment.executor.now()) {}

void CallRecord::begun(bool originating, std::string identity) {
    originating_ = originating;
    identity_ = std::move(identity);
    environment_.count(originating ? Counter::calls_originating : Counter::calls_terminating);
}

void CallRecord::answered() {
    answered_at_ = environment_.executor.now();
    environment_.count(Counter::calls_answered);
}

void CallRecord::finished(std::string_view outcome, int status, std::string_view why, const Flow* flow) {
    if (std::exchange(finished_, true)) return;
    const auto now = environment_.executor.now();
    const bool answered = answered_at_ != TimePoint{};
    if (!answered) environment_.count(Counter::calls_failed);
    const Duration setup = (answered ? answered_at_ : now) - started_;
    const Duration talk = answered ? now - answered_at_ : Duration::zero();
    log_.info("call finished", {{"direction", originating_ ? "originating" : "terminating"},
                                {"identity", identity_},
                                {"outcome", outcome},
                                {"status", std::to_string(status)},
                                {"why", why},
                                {"flow_trail", flow != nullptr ? flow->up().trail.hex() : std::string()},
                                {"setup_ms", milliseconds(setup)},
                                {"talk_ms", milliseconds(talk)}});
}

}  // namespace wims::epcscf
