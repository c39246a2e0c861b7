// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/media_context.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

/// How long a reservation that nobody waits for is still listened for, to give it back.
constexpr Duration late_answer = 120s;

Error unavailable(const Error& error) { return {error.kind, "the media gateway: " + error.text, 503}; }

void count(const Environment& environment, const Result<ims_alg::MediaPlan>& plan) {
    if (!plan && plan.error().status == 400) environment.count(Counter::sdp_malformed);
    if (!plan && plan.error().status == 488) environment.count(Counter::sdp_unusable);
    for (auto n = plan ? plan->refused : 0; n > 0; --n) environment.count(Counter::media_lines_refused);
}

}  // namespace

/// Outlives the MediaContext until the gateway has answered.
struct MediaContext::Reservation {
    explicit Reservation(Executor& executor) : patience(executor) {}

    iq::ContextId context = 0;
    bool wanted = true;
    Timer patience;
    std::function<void(Result<iq::Reserved>)> done;

    void finish(Result<iq::Reserved> result) {
        patience.stop();
        if (auto run = std::exchange(done, nullptr)) run(std::move(result));
    }
};

MediaContext::MediaContext(const Environment& environment, const TrailId& trail)
    : environment_(environment), trail_(trail), negotiation_({.bundle = environment.config.bundle,
                                                              .core_srtp = environment.config.core_srtp,
                                                              .core_avpf = environment.config.core_avpf,
                                                              .transcodes = environment.config.transcodes}) {}

MediaContext::~MediaContext() { release(); }

void MediaContext::give_back(const Environment& environment, const TrailId& trail, iq::ContextId context) {
    const iq::ReleaseRequest request{trail, context};
    environment.outstanding.start<iq::Released>(
        environment.executor.now() + late_answer,
        [&](Deadline, Completion<iq::Released> done) {
            environment.gateway.release(request, environment.gateway_deadline(), std::move(done));
        },
        [log = environment.log.with(trail)](Result<iq::Released> released) {
            if (!released && released.error().kind != ErrorKind::not_found)
                log.warning("Iq release failed", {{"why", released.error().text}});
        });
}

iq::ContextId MediaContext::context() const noexcept { return reservation_ ? reservation_->context : 0; }

void MediaContext::release() {
    released_ = true;
    configuring_.reset();
    if (!reservation_) return;
    const auto reservation = std::exchange(reservation_, nullptr);
    reservation->wanted = false;
    reservation->done = nullptr;
    reservation->patience.stop();
    if (reservation->context != 0) give_back(environment_, trail_, reservation->context);
}

void MediaContext::offer(ims_alg::Side from, const std::string& sdp, Forward done) {
    if (released_) return;
    auto plan = negotiation_.offer(from, sdp);
    count(environment_, plan);
    if (!plan) return done(plan.error());
    if (!negotiation_.reserved()) return reserve(*plan, std::move(done));
    configure(*plan, [this, done = std::move(done)](Result<void> configured) {
        if (!configured) return done(configured.error());
        done(negotiation_.forwarded_offer());
    });
}

void MediaContext::answer(ims_alg::Side from, const std::string& sdp, Forward done) {
    if (released_) return;
    auto plan = negotiation_.answer(from, sdp);
    count(environment_, plan);
    if (!plan) return done(plan.error());
    agreed_plan_ = *plan;
    configure(*plan, [this, done = std::move(done)](Result<void> configured) {
        if (!configured) return done(configured.error());
        done(negotiation_.forwarded_answer());
    });
}

void MediaContext::abandon_offer() {
    if (released_) return;
    negotiation_.abandon_offer();
    if (context() != 0 && negotiation_.agreed()) configure(agreed_plan_, [](Result<void>) {});
}

void MediaContext::reserve(const ims_alg::MediaPlan& plan, Forward done) {
    const auto reservation = std::make_shared<Reservation>(environment_.executor);
    reservation_ = reservation;
    reservation->done = [this, done = std::move(done)](Result<iq::Reserved> reserved) {
        if (!reserved) {
            environment_.count(Counter::gateway_refused);
            reservation_.reset();
            return done(unavailable(reserved.error()));
        }
        negotiation_.reserved(*reserved);
        if (on_reserved_) on_reserved_(reserved->context);
        done(negotiation_.forwarded_offer());
    };
    reservation->patience.start(environment_.config.gateway_timeout, [reservation = std::weak_ptr(reservation)] {
        const auto self = reservation.lock();
        if (!self) return;
        self->wanted = false;
        self->finish(Error{ErrorKind::timeout, "no answer in time", 503});
    });

    const iq::ReserveRequest request{trail_, plan.streams, plan.access_remote, environment_.iq_owner};
    environment_.outstanding.start<iq::Reserved>(
        environment_.executor.now() + late_answer,
        [&](Deadline, Completion<iq::Reserved> c) {
            environment_.gateway.reserve(request, environment_.gateway_deadline(), std::move(c));
        },
        [reservation, &environment = environment_, trail = trail_](Result<iq::Reserved> reserved) {
            if (!reservation->wanted) {
                if (reserved) give_back(environment, trail, reserved->context);
                return;
            }
            if (reserved) reservation->context = reserved->context;
            reservation->finish(std::move(reserved));
        });
}

void MediaContext::configure(const ims_alg::MediaPlan& plan, std::function<void(Result<void>)> done) {
    const iq::ConfigureRequest request{trail_, context(), plan.access_remote, plan.streams};
    configuring_ = async<iq::Configured>(
        environment_.executor, environment_.gateway_deadline(),
        [&](Deadline d, Completion<iq::Configured> c) { environment_.gateway.configure(request, d, std::move(c)); },
        [this, done = std::move(done)](Result<iq::Configured> configured) {
            if (!configured) return done(unavailable(configured.error()));
            negotiation_.configured(*configured);
            done({});
        });
}

}  // namespace wims::epcscf
