// SPDX-License-Identifier: Apache-2.0
#include "registry/w7/in_process_status.hpp"

#include <wims/registry/counters.hpp>

namespace wims::registry {

void InProcessStatus::status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) {
    store_->run<w7::Status>(
        [query](Store& store, TimePoint now, auto reply) { store.status(query, now, reply); },
        [log = store_->log().with(query.trail), &metrics = store_->metrics(), identity = query.identity,
         done](Result<w7::Status> answer) {
            count(metrics, Counter::status_queries);
            const char* result = !answer ? "unknown" : answer->registered ? "registered" : "not registered";
            log.info("status asked", {{"identity", identity}, {"result", result}});
            done(std::move(answer));
        });
}

}  // namespace wims::registry
