// SPDX-License-Identifier: Apache-2.0
#include "wimpu_registrar/config.hpp"

namespace wims::host {

namespace {
void declare_block(Keys& keys, registry::BlockRange& block) {
    keys.text("wimpu", block.wimpu, wimpu, "the block's wildcard").required();
    keys.texts("domains", block.domains, host_name, "external domains whose users live in it");
    keys.number("size", block.size, {1, 1'000'000'000'000}, "how many IMPUs may be allocated");
}

void declare_journal(Keys& keys, registry::JournalConfig& journal) {
    keys.new_folder("directory", journal.directory,
                    "of its own, on a disk of this machine; empty: what it holds ends with the registrar");
    keys.number("snapshot_octets", journal.snapshot_after, {1'000'000, 1'000'000'000'000},
                "of journal after which a snapshot is taken");
}
}  // namespace

void declare(Keys& keys, registry::WimpuRegistrarConfig& config) {
    keys.list<registry::BlockRange>("blocks", config.blocks, "of individual IMPUs; none overlap", declare_block)
        .required();
    keys.texts("ordinary_domains", config.ordinary_domains, host_name,
               "of users whom the HSS knows; no block lies there (ICS-12)");
    keys.number("contacts_per_entry", config.contacts_per_entry, {1, 1000}, "of one user");
    keys.seconds("quarantine_seconds", config.quarantine, {0, 365 * 24 * 3600}, "of a released IMPU (WR-11)");
    keys.flag("permanent", config.permanent, "a user's IMPU is never another's, whatever the quarantine");
    keys.section("journal", "what is kept beyond the end of the registrar, whatever ends it",
                 [&config](Keys& journal) { declare_journal(journal, config.journal); });
}

}  // namespace wims::host
