// SPDX-License-Identifier: Apache-2.0
#include <wims/media/ims_agw.hpp>

#include <utility>

#include "common/runtime/event_loop.hpp"
#include "media/iq/listening.hpp"
#include "media/iq/worker.hpp"

namespace wims::media {

namespace {

/// Iq in process: every operation is a task on the worker's thread.
class WorkerGateway final : public ImsAgw {
public:
    WorkerGateway() : listening_(std::make_shared<Listening>()), thread_("wims-media") {}

    ~WorkerGateway() override {
        listening_->close();
        if (worker_) thread_.run_and_wait([this] { worker_->stop(); });
    }

    Result<void> open(const ImsAgwConfig& config, LogSink& log, Metrics& metrics) {
        auto worker = Worker::create(config, thread_.loop(), log, metrics, listening_);
        if (!worker) return worker.error();
        worker_ = std::move(*worker);
        thread_.run_and_wait([this] { worker_->start(); });
        return {};
    }

    void reserve(const iq::ReserveRequest& request, Deadline, Completion<iq::Reserved> done) override {
        thread_.loop().post([this, request, done = std::move(done)] {
            if (!done.abandoned()) worker_->reserve(request, done);
        });
    }
    void configure(const iq::ConfigureRequest& request, Deadline, Completion<iq::Configured> done) override {
        thread_.loop().post([this, request, done = std::move(done)] { done(worker_->configure(request)); });
    }
    void release(const iq::ReleaseRequest& request, Deadline, Completion<iq::Released> done) override {
        thread_.loop().post([this, request, done = std::move(done)] { done(worker_->release(request)); });
    }
    void notify(iq::OwnerId owner, Executor& executor, Listener listener) override {
        listening_->set(owner, executor, std::move(listener));
    }
    void release_all(iq::OwnerId owner) override {
        listening_->forget(owner);  // first: what is posted already is refused
        thread_.loop().post([this, owner] { worker_->release_all(owner); });
    }

    Health health() const override {
        if (thread_.loop().on_thread()) return worker_->health();
        Health health;
        thread_.run_and_wait([&] { health = worker_->health(); });
        return health;
    }

    std::vector<StreamReport> statistics(iq::ContextId context) const override {
        std::vector<StreamReport> reports;
        for (const auto& record : worker_->board().read(context)) reports.push_back(quality::report_of(record));
        return reports;
    }

private:
    const std::shared_ptr<Listening> listening_;
    std::unique_ptr<Worker> worker_;  // outlives the thread's last task
    mutable LoopThread thread_;
};

}  // namespace

Result<std::unique_ptr<ImsAgw>> ImsAgw::create(const ImsAgwConfig& config, LogSink& log, Metrics& metrics) {
    auto gateway = std::make_unique<WorkerGateway>();
    if (auto ok = gateway->open(config, log, metrics); !ok) return ok.error();
    return std::unique_ptr<ImsAgw>(std::move(gateway));
}

}  // namespace wims::media
