// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "signalling/epcscf/caller.hpp"
#include "signalling/epcscf/media_context.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/translation.hpp"

namespace wims::epcscf {

/// One try at the callee: a leg of its own with fresh Call-ID and own Contact, its INVITE, and a media context with an
/// access termination of its own. A call to a WIC has one for each contact, a call to the core has one. [FRK-02, FRK-03]
/// Whatever crosses its CANCEL is ended here: a 2xx gets ACK and BYE. [RFC 3261 13.2.2.4, FRK-05]
class Branch {
public:
    /// Nothing runs inside cancel(), release() or acknowledge(). on_failed may run inside start().
    class Listener {
    public:
        virtual void on_reserved(iq::ContextId context) = 0;
        /// 18x. `sdp` is for the caller, when the response brought an answer that can be used.
        virtual void on_ringing(Branch& branch, const sip::Message& response, const std::string& sdp) = 0;
        /// Its 2xx is in; what it says of media is looked at next.
        virtual void on_success(Branch& branch) = 0;
        virtual void on_agreed(Branch& branch, const sip::Message& ok, const std::string& sdp) = 0;
        /// The callee's final response; `local` when it was never on the wire.
        virtual void on_failed(Branch& branch, const sip::Message& response, bool local) = 0;
        /// The offer, the answer or the gateway is of no use.
        virtual void on_failed(Branch& branch, const Error& error) = 0;
        /// It was cancelled, and nothing of it is expected any more.
        virtual void on_over(Branch& branch) = 0;

    protected:
        ~Listener() = default;
    };
    struct Parts {
        const Environment& environment;
        std::weak_ptr<void> owner;  ///< kept while a callback runs; without it none does
        Listener& listener;
        const Caller& caller;
        Translation& translation;
        TrailId trail;
        Target target;
    };
    explicit Branch(Parts parts);

    Leg& leg() noexcept { return leg_; }
    const Leg& leg() const noexcept { return leg_; }
    MediaContext& media() noexcept { return media_; }

    /// Reserves and sends the INVITE.
    void start();
    /// Gives it up before its final response; `reason` is a Reason value. on_over comes, unless it is over at once.
    void cancel(std::string reason);
    /// ACK of the 2xx, with the answer to a late offer.
    void acknowledge(const std::string& sdp);
    /// For a BYE: it follows an ACK, always.
    void acknowledge_if_due();
    /// Its part in the call has ended: gives the context back.
    void release();

    bool open() const noexcept { return state_ == State::reserving || state_ == State::inviting; }  ///< may still win
    bool over() const noexcept { return state_ == State::over; }

    bool dtls_up = false;  ///< media can flow to the WIC

private:
    enum class State { reserving, inviting, cancelling, succeeded, over };

    void invite(std::string sdp);
    void on_response(const sip::Message& response, bool local);
    void provisional(const sip::Message& response);
    void success(const sip::Message& response);
    void further_success(const sip::Message& response);
    void finish();
    template <class F>
    auto guarded(F f) {
        return [owner = owner_, f = std::move(f)](auto&&... a) {
            if (const auto keep = owner.lock()) f(std::forward<decltype(a)>(a)...);
        };
    }

    const Environment& environment_;
    std::weak_ptr<void> owner_;
    Listener& listener_;
    const Caller& caller_;
    Translation& translation_;

    State state_ = State::reserving;
    Leg leg_;
    MediaContext media_;
    sip::Message outgoing_;
    sip::ClientTransactionPtr client_;
    std::optional<sip::Message> ack_;  // for repeats of the 2xx
    std::string early_sdp_;            // the answer that a provisional response brought
    std::string cancel_reason_;
    Timer patience_;  // after CANCEL
};

}  // namespace wims::epcscf
