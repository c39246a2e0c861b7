// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <wims/signalling/ims_alg.hpp>
#include "signalling/epcscf/environment.hpp"

namespace wims::epcscf {

/// One call's media: the IMS-ALG's negotiation, and the Iq context that follows it. [TS 24.371 5.5, EPC-07]
/// Whatever happens, the context is released once and only once (IQ-10): also one whose reservation is answered after
/// everybody has stopped waiting.
class MediaContext {
public:
    MediaContext(const Environment& environment, const TrailId& trail);
    ~MediaContext();
    MediaContext(const MediaContext&) = delete;
    MediaContext& operator=(const MediaContext&) = delete;

    /// What the other side is to get. Errors carry the status for the side that spoke: 400, 415, 488, or 503 when the
    /// gateway has no room or no voice (E27, E28, E31). Does not run after release() or destruction.
    using Forward = std::function<void(Result<std::string> sdp)>;

    /// An offer, first or later: reserves or configures. `done` may run inside the call.
    void offer(ims_alg::Side from, const std::string& sdp, Forward done);
    /// The answer to it: configures.
    void answer(ims_alg::Side from, const std::string& sdp, Forward done);
    /// The pending offer was refused: back to what was agreed, at the gateway too.
    void abandon_offer();
    /// Gives the context back. Nothing follows.
    void release();

    /// The same for a context that no MediaContext has.
    static void give_back(const Environment& environment, const TrailId& trail, iq::ContextId context);

    /// 0 until reserved.
    iq::ContextId context() const noexcept;
    /// Runs when the context is known, before the first Forward: events can come from then on.
    void on_reserved(std::function<void(iq::ContextId)> handler) { on_reserved_ = std::move(handler); }

private:
    struct Reservation;
    void reserve(const ims_alg::MediaPlan& plan, Forward done);
    void configure(const ims_alg::MediaPlan& plan, std::function<void(Result<void>)> done);

    const Environment& environment_;
    TrailId trail_;
    ims_alg::Negotiation negotiation_;
    std::shared_ptr<Reservation> reservation_;
    Operation configuring_;
    ims_alg::MediaPlan agreed_plan_;
    bool released_ = false;
    std::function<void(iq::ContextId)> on_reserved_;
};

}  // namespace wims::epcscf
