// SPDX-License-Identifier: Apache-2.0
#include <wims/media/session_engine.hpp>

#include "common/core/random.hpp"
#include "media/dtls/endpoint.hpp"
#include "media/engine/dispatcher.hpp"

namespace wims::media {
namespace {

static_assert(SessionEngine::tail_octets == engine::Context::tail_octets);

class Session final : public SessionEngine {
public:
    Session(const engine::Shared& shared, const iq::ReserveRequest& request, const Logger& log, SessionOutput& output,
            TimePoint now)
        : output_(output),
          // 62^12 ufrags: no two of a gateway's sessions meet. [RFC 8445 5.3]
          context_(shared, request, {random_token(12), random_token(24)}, log, output, now),
          dispatcher_(shared.metrics) {
        dispatcher_.add(context_);
    }

    w3::TransportDescription local() const override { return context_.local(); }
    Result<void> configure(const iq::ConfigureRequest& request, TimePoint now) override {
        auto configured = dispatcher_.configure(context_, request, now);
        return configured ? Result<void>() : configured.error();
    }
    void receive_access(Packet& packet, const IpEndpoint& from, TimePoint now) override {
        const auto outcome = dispatcher_.receive(packet, from, now);
        if (outcome.refusal) output_.send_access(outcome.refusal->octets(), from);
    }
    void receive_core(std::size_t stream, CorePort port, Packet& packet, const IpEndpoint& from,
                      TimePoint now) override {
        if (stream < context_.streams()) context_.receive_core(stream, port, packet, from, now);
    }
    void handle_time(TimePoint now) override { context_.handle_time(now); }
    std::optional<TimePoint> deadline() const override { return context_.deadline(); }
    std::vector<StreamReport> statistics() const override { return context_.statistics(); }
    std::vector<iq::StreamStatistics> release() override { return context_.release(); }

private:
    SessionOutput& output_;
    engine::Context context_;
    engine::Dispatcher dispatcher_;
};

class Engine final : public MediaEngine {
public:
    Engine(const MediaEngineConfig& config, std::unique_ptr<dtls::Endpoint> dtls, std::unique_ptr<srtp::Backend> srtp,
           WallTime created, LogSink& log, Metrics& metrics)
        : created_(created), log_(log, "ims-agw"), dtls_(std::move(dtls)),
          srtp_(std::move(srtp)), shared_{*dtls_,
                                          *srtp_,
                                          metrics,
                                          config.consent,
                                          config.consent_loss,
                                          config.dtls_setup,
                                          config.media_inactivity,
                                          config.codecs,
                                          {},
                                          config.core_latching} {}

    Result<std::unique_ptr<SessionEngine>> open(const iq::ReserveRequest& request, SessionOutput& output,
                                                TimePoint now) override {
        if (auto ok = engine::Context::check(request, shared_.codecs); !ok) {
            count(shared_.metrics, Counter::reserve_refused);
            return ok.error();
        }
        if (shared_.civil_zero == WallTime()) shared_.civil_zero = created_ - now.time_since_epoch();
        count(shared_.metrics, Counter::contexts_reserved);
        return std::unique_ptr<SessionEngine>(
            std::make_unique<Session>(shared_, request, log_.with(request.trail), output, now));
    }

private:
    const WallTime created_;
    const Logger log_;
    const std::unique_ptr<dtls::Endpoint> dtls_;
    const std::unique_ptr<srtp::Backend> srtp_;
    engine::Shared shared_;
};

}  // namespace

Result<std::unique_ptr<MediaEngine>> MediaEngine::create(const MediaEngineConfig& config, WallTime now, LogSink& log,
                                                         Metrics& metrics) {
    auto dtls = dtls::Endpoint::create(now);
    if (!dtls) return dtls.error();
    auto srtp = srtp::make_backend(config.srtp);
    if (!srtp) return srtp.error();
    return std::unique_ptr<MediaEngine>(
        std::make_unique<Engine>(config, std::move(*dtls), std::move(*srtp), now, log, metrics));
}

}  // namespace wims::media
