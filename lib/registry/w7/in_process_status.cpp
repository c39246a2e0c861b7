// SPDX-License-Identifier: Apache-2.0
#include "registry/w7/in_process_status.hpp"

#include <wims/registry/counters.hpp>

namespace wims::registry {

void InProcessStatus::status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) {
    store_->run<w7::Status>(
        [query, log = store_->log().with(query.trail), &metrics = store_->metrics()](Store& store, TimePoint now) {
            auto answer = store.status(query, now);
            count(metrics, Counter::status_queries);
            const char* result = !answer ? "unknown" : answer->registered ? "registered" : "not registered";
            log.info("status asked", {{"identity", query.identity}, {"result", result}});
            return answer;
        },
        std::move(done));
}

}  // namespace wims::registry
