// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/api.hpp>
#include <wims/common/metrics.hpp>

namespace wims::registry {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_REGISTRY_COUNTERS(X)                                                                                  \
    X(contacts_registered, "registrar.contacts_registered", "W6 register operations that succeeded")               \
    X(status_queries, "registrar.status_queries", "W7 queries")                                                    \
    X(users_created, "registrar.users_created", "entries created: users that had no live contact before (WR-01)")  \
    X(contacts_removed, "registrar.contacts_removed", "W6 remove operations that succeeded (DER-01)")              \
    X(contacts_expired, "registrar.contacts_expired", "contacts dropped because they were not refreshed (EXP-01)") \
    X(blocks_claimed, "registrar.blocks_claimed", "W6 claims of a block that succeeded")                           \
    X(flows_down, "registrar.flows_down", "W6 reports of a closed flow that named a user (EXP-04)")                \
    X(stale_epochs, "registrar.stale_epochs", "writes refused because the epoch of the block is old (W6-04)")      \
    X(blocks_full, "registrar.blocks_full", "registrations refused because no IMPU of the block is free (R3-15)")  \
    X(writes_refused, "registrar.writes_refused", "other W6 writes that changed nothing")                          \
    X(users_located, "registrar.users_located",                                                                    \
      "W6 questions for the block and owner of an identity that were answered")                                    \
    X(users_removed, "registrar.users_removed", "users removed by an administrator (W6-06)")                       \
    X(http_requests, "registrar.http_requests", "requests of other processes on W6 and W7")                        \
    X(http_malformed, "registrar.http_malformed", "of them refused as malformed: path, method, JSON, size")        \
    X(http_forbidden, "registrar.http_forbidden", "of them refused because of who asked (W6-05, W7-01)")           \
    X(http_broken, "registrar.http_broken",                                                                        \
      "connections broken off: no certificate we accept, not h2, flood, too slow")                                 \
    X(changes_lost, "registrar.changes_lost", "changes that a subscriber did not fetch in time (W6-06)")           \
    X(nodes_purged, "registrar.nodes_purged", "P-CSCF instances whose contacts were removed on request")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_REGISTRY_COUNTERS(X)
#undef X
};

WIMS_API std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::registry
