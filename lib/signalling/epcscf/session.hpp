// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/media_context.hpp"
#include "signalling/epcscf/mid_call.hpp"
#include "signalling/epcscf/session_table.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/translation.hpp"

namespace wims::epcscf {

/// One call: a B2BUA between a W2 leg and an Mw leg, each a dialog of its own, with the IMS-ALG's media context in
/// between. [S1 X.1.4.3, TS 24.229 5.2.6, 5.2.7] It lives in the table from its INVITE until both legs are over.
/// Reliable provisional responses are not used: 100rel is taken out of Supported on both legs.
class Session : public std::enable_shared_from_this<Session> {
public:
    struct Parts {
        const Environment& environment;
        const Blocks& blocks;
        SessionTable& table;
        Side caller;  ///< the side that the INVITE came from
        SessionId session_id;
        sip::ServerTransactionPtr invite;
        FlowPtr flow;  ///< of the caller when it is a WIC
        std::unique_ptr<Setup> setup;
        Flow::Place place;  ///< among the calls that the flow may have begun
    };
    static void begin(Parts parts);
    explicit Session(Parts parts);

    /// A request whose R-URI names one of our legs. `flow` is where it came from, on W2.
    void on_request(std::string_view leg_id, sip::ServerTransactionPtr request, const FlowPtr& flow);
    /// An Iq event of our context.
    void on_media_event(const iq::Event& event);
    /// Ends the call from the middle: CANCEL or BYE where they are due, `status` to a caller without an answer.
    void end(int status, std::string_view reason_text);

    /// The instance ends: end() and nothing is waited for.
    void stop();

    bool over() const noexcept { return state_ == State::over; }

private:
    enum class State {
        preparing,   ///< the setup chain runs, or the gateway reserves
        inviting,    ///< INVITE is out
        cancelling,  ///< the caller has its answer; the callee's final response is awaited
        answering,   ///< the callee's 2xx is in, the caller's is not out
        answered,    ///< 2xx is out, its ACK is awaited
        confirmed,
        closing,     ///< over, but for a BYE that may not go before the ACK
        over,
    };

    void start();
    void prepared(Prepared call);
    void invite_callee(std::string sdp);
    void on_response(const sip::Message& response, bool local);
    void provisional(const sip::Message& response);
    void ring(const sip::Message& response, const std::string& sdp);
    void success(const sip::Message& response);
    void accept(const sip::Message& response, const std::string& sdp);
    void failure(const sip::Message& response, bool local);
    void further_success(const sip::Message& response);
    void on_cancel();
    void no_answer();
    void withdraw(std::string_view why, int status);

    void on_ack(const sip::Message& ack);
    void on_bye(Leg& from, sip::ServerTransactionPtr bye);
    void acknowledge(const std::string& sdp);
    void hang_up(Leg& leg, const sip::Message* cause, std::string_view reason);
    void hang_up_caller_when_acked(const sip::Message* cause, std::string_view reason);
    void reject(sip::Message response);
    void reject(const Error& error);
    void finish(std::string_view outcome, int status, std::string_view why = {});
    void close();

    sip::Message respond_to_caller(int status, std::string reason = {}) const;
    const sip::Message& invite() const { return invite_->request(); }
    bool originating() const noexcept { return caller_.side() == Side::access; }
    /// Runs `f` later only if the session still is, and keeps it while it runs.
    template <class F>
    auto guarded(F f) {
        return [weak = weak_from_this(), f = std::move(f)](auto&&... a) {
            if (const auto self = weak.lock()) f(std::forward<decltype(a)>(a)...);
        };
    }

    const Environment& environment_;
    const Blocks& blocks_;
    SessionTable& table_;
    Flow::Place place_;
    SessionId session_id_;
    Logger log_;
    State state_ = State::preparing;
    TimePoint started_, answered_at_{};

    Leg caller_, callee_;
    std::string external_;
    std::string local_tag_;  // ours towards the caller
    sip::ServerTransactionPtr invite_;
    std::unique_ptr<Setup> setup_;
    std::optional<Translation> translation_;
    MediaContext media_;
    std::optional<MidCall> mid_call_;

    sip::Message outgoing_;
    sip::ClientTransactionPtr client_;
    std::optional<sip::Message> ack_;  // for repeats of the callee's 2xx
    std::string early_sdp_;            // the answer that a provisional response brought
    bool late_offer_ = false;
    bool dtls_up_ = false;
    std::optional<sip::Message> bye_after_ack_;

    Timer no_answer_, ack_wait_, media_setup_;
};

}  // namespace wims::epcscf
