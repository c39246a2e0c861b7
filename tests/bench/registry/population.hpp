// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "registry/journal/journal.hpp"
#include "registry/journal/posix_disk.hpp"
#include "registry/store/memory_store.hpp"

namespace wims::bench {

/// Writes nowhere.
class NoLog final : public LogSink {
    void write(const LogRecord&) noexcept override {}
};

/// A store with users, each with one contact as a browser's SIP library makes it.
class Population {
public:
    static constexpr const char* block = "sip:w1-!.*!@webrtc.operator.example";

    /// `directory` empty: without a journal.
    explicit Population(const std::string& directory) {
        std::vector<registry::Block> blocks;
        blocks.push_back(must(registry::Block::create({block, {"enterprise.com"}, 10'000'000})));
        auto registrations =
            std::make_unique<registry::Registrations>(std::move(blocks), registry::Limits{10, std::chrono::hours(24)});
        std::unique_ptr<registry::Keeper> keeper;
        if (!directory.empty())
            keeper = must(registry::Journal::open(
                must(registry::PosixDisk::open(directory)), {}, *registrations, now,
                [] { return WallTime(std::chrono::system_clock::now()); }, Logger(log_, "bench")));
        store = std::make_unique<registry::MemoryStore>(std::move(registrations), std::move(keeper));
        store->on_progress([this] { woken_ = true; });
        store->claim_block({{}, block, "p-cscf-1.operator.example"}, now,
                           [&](Result<w6::BlockLease> lease) { epoch_ = must(std::move(lease)).epoch; });
        settle();
    }
    static std::string user(std::size_t number) { return "sip:user." + std::to_string(number) + "@enterprise.com"; }

    /// Each user's next REGISTER; `lifetime` of the contact.
    void put(std::size_t number, std::uint32_t cseq, Duration lifetime = std::chrono::hours(1)) {
        fill(number, cseq);
        request_.contact.expires = lifetime;
        store->register_contact(request_, now, [this](const Result<w6::Registered>& answer) {
            if (!answer) fail(answer.error());
            ++answered;
        });
    }
    void progress() {
        if (woken_.exchange(false)) store->progress(now);
    }
    /// Until no more than `left` have no answer.
    void settle(std::size_t left = 0) {
        progress();
        while (store->health().journal_waiting > left) {
            progress();
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
    }

    TimePoint now{std::chrono::hours(1)};
    std::size_t answered = 0;
    std::unique_ptr<registry::MemoryStore> store;

private:
    template <class T>
    static T must(Result<T> result) {
        if (!result) fail(result.error());
        return std::move(*result);
    }
    [[noreturn]] static void fail(const Error& error) {
        std::fprintf(stderr, "%s\n", error.text.c_str());
        std::abort();
    }
    void fill(std::size_t number, std::uint32_t cseq) {
        char id[40];
        std::snprintf(id, sizeof id, "%08zx-7f3a-4c11-9d02-%012zx", number, number * 7919);
        request_.identity = user(number);
        request_.wimpu = block;
        request_.epoch = epoch_;
        request_.request_id = number << 32 | cseq;
        auto& contact = request_.contact;
        contact.uri = "sip:" + std::string(id, 8) + "@" + std::string(id + 24, 12) + ".invalid;transport=ws";
        contact.instance_id = "<urn:uuid:" + std::string(id) + ">";
        contact.reg_id = 1;
        contact.flow.instance = "p-cscf-1.operator.example";
        contact.flow.token = std::string(id) + std::string(id) + "0123456789abcdef";
        contact.call_id = std::string(id, 22);
        contact.cseq = cseq;
        contact.user_agent = "JsSIP 3.10.1 Chromium";
    }

    NoLog log_;
    w6::RegisterContact request_;
    std::uint64_t epoch_ = 0;
    std::atomic<bool> woken_{false};
};

}  // namespace wims::bench
