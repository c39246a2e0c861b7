// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "registry/journal/journal.hpp"
#include "registry/store/memory_store.hpp"
#include "support/acknowledged.hpp"
#include "support/memory_disk.hpp"
#include "support/recording_host.hpp"

namespace wims::test {

inline registry::Journal::Options small_options() {
    registry::Journal::Options options;
    options.gather = Duration::zero();
    options.snapshot_after = 200'000;
    options.reserve = 64'000;
    options.margin = 16'000;
    return options;
}

/// A store with its journal on a Platter.
class JournaledStore {
public:
    static constexpr const char* block = "sip:w1-!.*!@o.example";

    explicit JournaledStore(Platter& platter, registry::Journal::Options options = small_options())
        : platter_(platter), options_(options) {}
    ~JournaledStore() { store.reset(); }

    Result<void> open() {
        std::vector<registry::Block> blocks;
        blocks.push_back(*registry::Block::create({block, {"e.com"}, 1000000}));
        auto registrations =
            std::make_unique<registry::Registrations>(std::move(blocks), registry::Limits{10, std::chrono::hours(24)});
        auto journal = registry::Journal::open(
            std::make_unique<MemoryDisk>(platter_), options_, *registrations, now,
            [this] { return WallTime(std::chrono::hours(400'000)) + now.time_since_epoch() + civil_shift; },
            Logger(host, "test"));
        if (!journal) return journal.error();
        store = std::make_unique<registry::MemoryStore>(std::move(registrations), std::move(*journal));
        store->on_progress([this] { woken = true; });
        return {};
    }
    void progress() {
        if (woken.exchange(false)) store->progress(now);
    }
    /// Until all that was asked has an answer.
    bool settle() {
        return wait([this] { return store->health().journal_waiting == 0; });
    }
    template <class Arrived>
    bool wait(Arrived arrived) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (; !arrived() && std::chrono::steady_clock::now() < until; progress())
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        return arrived();
    }
    template <class T, class Begin>
    Result<T> ask(Begin begin) {
        std::optional<Result<T>> answer;
        begin([&](Result<T> result) { answer = std::move(result); });
        settle();
        REQUIRE(answer.has_value());
        return std::move(*answer);
    }
    std::uint64_t claim(const std::string& owner = "p-cscf-1") {
        const auto lease = ask<w6::BlockLease>([&](auto reply) { store->claim_block({{}, block, owner}, now, reply); });
        REQUIRE(lease.ok());
        return epoch = lease->epoch;
    }
    w6::RegisterContact registration(const std::string& user, std::uint32_t cseq) const {
        w6::RegisterContact request;
        request.identity = user;
        request.wimpu = block;
        request.epoch = epoch;
        auto& contact = request.contact;
        contact.uri = "sip:x@x.invalid;transport=ws";
        contact.instance_id = "<urn:uuid:1>";
        contact.flow = {"p-cscf-1", std::string(60, 'f'), true};
        contact.call_id = "call";
        contact.cseq = cseq;
        contact.expires = std::chrono::hours(10);
        return request;
    }
    void put(Acknowledged& model, const std::string& user) {
        const auto cseq = model.next_cseq();
        model.asked(user, cseq);
        store->register_contact(registration(user, cseq), now, [&model, user, cseq](Result<w6::Registered> answer) {
            if (answer) model.answered(user, cseq, answer->registration.impu);
        });
    }
    void remove(Acknowledged& model, const std::string& user) {
        w6::RemoveContacts request;
        request.identity = user;
        request.epoch = epoch;
        request.all = true;
        model.asked(user, Acknowledged::gone);
        store->remove_contacts(request, now, [&model, user](Result<w6::Removed> answer) {
            if (answer) model.answered(user, Acknowledged::gone, "");
            else if (answer.error().kind == ErrorKind::not_found) model.answered(user, Acknowledged::gone, "");
        });
    }
    /// Compares all that the model knows of.
    void check(Acknowledged& model) {
        model.look_again();
        for (const auto& [user, known] : std::map(model.users())) {
            std::uint32_t cseq = Acknowledged::gone;
            std::string impu;
            store->status({{}, user}, now, [&](Result<w7::Status> status) {
                if (status) impu = status->impu;
            });
            store->fetch({{}, user}, now, [&](Result<w6::Registration> entry) {
                if (entry) cseq = entry->contacts.at(0).cseq;
            });
            model.found(user, cseq, impu);
        }
    }

    TimePoint now{};
    Duration civil_shift{};  ///< of the machine's civil clock: somebody set it
    RecordingHost host;
    std::atomic<bool> woken{false};
    std::uint64_t epoch = 0;
    std::unique_ptr<registry::MemoryStore> store;

private:
    Platter& platter_;
    const registry::Journal::Options options_;
};

}  // namespace wims::test
