// SPDX-License-Identifier: Apache-2.0
#include <wims/registry/wimpu_registrar.hpp>

#include "registry/journal/journal.hpp"
#include "registry/journal/posix_disk.hpp"
#include "registry/store/memory_store.hpp"
#include "registry/w6/in_process_registrar.hpp"
#include "registry/w7/in_process_status.hpp"

namespace wims::registry {
namespace {

class Registrar final : public WimpuRegistrar {
public:
    explicit Registrar(std::shared_ptr<StoreAccess> store) : store_(store), w6_(store), w7_(store) {}
    ~Registrar() override { store_->close(); }

    w6::Registrar& w6() override { return w6_; }
    w7::StatusDirectory& w7() override { return w7_; }
    void remove_user(const TrailId& trail, const std::string& identity, Deadline,
                     Completion<w6::Removed> done) override {
        w6_.remove_user(trail, identity, std::move(done));
    }
    void reassign_block(const ReassignBlock& request, Deadline, Completion<w6::BlockLease> done) override {
        w6_.reassign_block(request, std::move(done));
    }
    void purge_node(const TrailId& trail, const std::string& node, Deadline, Completion<NodePurged> done) override {
        w6_.purge_node(trail, node, std::move(done));
    }
    Health health() const override { return store_->health(); }

private:
    std::shared_ptr<StoreAccess> store_;
    InProcessRegistrar w6_;
    InProcessStatus w7_;
};

Result<std::unique_ptr<Keeper>> make_keeper(const JournalConfig& config, Registrations& registrations,
                                            Executor& executor, LogSink& log) {
    if (config.directory.empty()) return std::unique_ptr<Keeper>();
    if (config.commit_within < Duration::zero()) return Error{ErrorKind::usage, "journal: a negative time to commit"};
    auto disk = PosixDisk::open(config.directory);
    if (!disk) return Error{disk.error().kind, "journal: " + disk.error().text};
    Journal::Options options;
    options.gather = config.commit_within;
    options.snapshot_after = config.snapshot_after;
    auto journal = Journal::open(
        std::move(*disk), options, registrations, executor.now(), [&executor] { return executor.wall_now(); },
        Logger(log, "wimpu-registrar"));
    if (!journal) return journal.error();
    return std::unique_ptr<Keeper>(std::move(*journal));
}

}  // namespace

Result<std::unique_ptr<WimpuRegistrar>> WimpuRegistrar::create(const WimpuRegistrarConfig& config, Executor& executor,
                                                               LogSink& log, Metrics& metrics) {
    if (config.contacts_per_entry == 0) return Error{ErrorKind::usage, "registrar: no contact allowed"};
    if (config.quarantine < Duration::zero()) return Error{ErrorKind::usage, "registrar: negative quarantine"};
    auto blocks = load_blocks(config);
    if (!blocks) return blocks.error();
    const Limits limits{config.contacts_per_entry, config.permanent ? Duration::max() : config.quarantine};
    auto registrations = std::make_unique<Registrations>(std::move(*blocks), limits);
    auto keeper = make_keeper(config.journal, *registrations, executor, log);
    if (!keeper) return keeper.error();
    auto store = std::make_unique<MemoryStore>(std::move(registrations), std::move(*keeper));
    auto access = std::make_shared<StoreAccess>(std::move(store), executor, log, metrics);
    access->begin();
    return std::unique_ptr<WimpuRegistrar>(new Registrar(std::move(access)));
}

}  // namespace wims::registry
