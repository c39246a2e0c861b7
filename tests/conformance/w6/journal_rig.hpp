// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "conformance/w6/rig.hpp"
#include "support/scratch_directory.hpp"

namespace wims::test {

/// The binding in process with a journal on disk. Writing it takes real time, in which the virtual clock stands still.
class JournalRig {
public:
    explicit JournalRig(registry::WimpuRegistrarConfig config = registrar_config()) : config_(std::move(config)) {
        config_.journal.directory = directory_.path() + "/journal";
        start();
    }

    w6::Registrar& w6() { return registrar_->w6(); }
    w7::StatusDirectory& w7() { return registrar_->w7(); }
    Executor& executor() { return executor_; }
    void advance(Duration span) {
        wait([this] { return registrar_->health().journal_waiting == 0; });
        executor_.advance(span);
    }
    template <class Arrived>
    bool wait(Arrived arrived) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (executor_.run(); !arrived() && std::chrono::steady_clock::now() < until; executor_.run())
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        return arrived();
    }
    RecordingHost& host() { return host_; }
    void watch(const std::string& owner, w6::Registrar::Listener listener) {
        w6().watch(owner, executor(), std::move(listener));
    }
    registry::WimpuRegistrar& registrar() { return *registrar_; }
    registry::WimpuRegistrar::Health health() const { return registrar_->health(); }

    void stop() { registrar_.reset(); }
    /// Without a registrar.
    void advance_alone(Duration span) { executor_.advance(span); }
    void start() { registrar_ = *try_to_start(); }
    Result<std::unique_ptr<registry::WimpuRegistrar>> try_to_start() {
        return registry::WimpuRegistrar::create(config_, executor_, host_, host_);
    }
    registry::WimpuRegistrarConfig& config() { return config_; }

private:
    ScratchDirectory directory_;
    VirtualExecutor executor_;
    RecordingHost host_;
    registry::WimpuRegistrarConfig config_;
    std::unique_ptr<registry::WimpuRegistrar> registrar_;
};

}  // namespace wims::test
