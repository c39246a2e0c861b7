// SPDX-License-Identifier: Apache-2.0
#include <wims/registry/wimpu_registrar.hpp>

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
    Health health() const override {
        const auto size = store_->size();
        return {size.entries, size.contacts, size.released};
    }

private:
    std::shared_ptr<StoreAccess> store_;
    InProcessRegistrar w6_;
    InProcessStatus w7_;
};

}  // namespace

Result<std::unique_ptr<WimpuRegistrar>> WimpuRegistrar::create(const WimpuRegistrarConfig& config, Executor& executor,
                                                               LogSink& log, Metrics& metrics) {
    if (config.contacts_per_entry == 0) return Error{ErrorKind::usage, "registrar: no contact allowed"};
    if (config.quarantine < Duration::zero()) return Error{ErrorKind::usage, "registrar: negative quarantine"};
    auto blocks = load_blocks(config);
    if (!blocks) return blocks.error();
    auto store = std::make_unique<MemoryStore>(std::move(*blocks), config.contacts_per_entry, config.quarantine);
    return std::unique_ptr<WimpuRegistrar>(
        new Registrar(std::make_shared<StoreAccess>(std::move(store), executor, log, metrics)));
}

}  // namespace wims::registry
