// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signalling/epcscf/best_response.hpp"
#include "signalling/epcscf/branch.hpp"
#include "signalling/epcscf/call_record.hpp"
#include "signalling/epcscf/mid_call.hpp"
#include "signalling/epcscf/session_table.hpp"

namespace wims::epcscf {

/// What an INVITE shares with its copy that came on another way: Call-ID, From tag, CSeq, and who is called, since a proxy
/// may fork one INVITE to two of our users. [RFC 3261 8.2.2.2]
std::string invite_key(const sip::Message& invite);

/// One call: a B2BUA between the Caller and its Branches, each leg a dialog of its own, with the IMS-ALG's media context in
/// between. The first branch whose 2xx comes is the callee, the others are cancelled. [S1 X.1.4.3, TS 24.229 5.2.6, 5.2.7]
/// It is in the table from its INVITE until nothing of any leg is awaited.
/// Reliable provisional responses are not used: 100rel is taken out of Supported on all legs.
class Session final : public std::enable_shared_from_this<Session>, private Branch::Listener {
public:
    struct Parts {
        const Environment& environment;
        const Blocks& blocks;
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
    /// The contact of the flow's user came to this flow; a leg of that contact goes with it. (RER-05)
    void on_moved(const FlowPtr& flow);
    /// The contact on this flow was removed. (DER-05)
    void on_removed(const Flow& flow, int status, std::string_view reason);
    /// An Iq event of one of our contexts.
    /// A context that it has not given back.
    bool holds(iq::ContextId context) const noexcept;
    void on_media_event(const iq::Event& event);
    /// Ends the call from the middle: CANCEL or BYE where they are due, `status` to a caller without an answer.
    void end(int status, std::string_view reason_text);

    /// The instance ends: end() and nothing is waited for.
    void stop();

private:
    enum class State {
        preparing,  ///< the setup chain runs
        inviting,   ///< the branches reserve and ring
        answering,  ///< a branch's 2xx is in, the caller's is not out
        answered,   ///< the caller's 2xx is out, its ACK is awaited
        confirmed,
        over,  ///< but for what crosses a CANCEL, and a BYE that waits for the ACK
    };

    void start();
    void prepared(Prepared call);
    void on_reserved(iq::ContextId context) override;
    void on_ringing(Branch& branch, const sip::Message& response, const std::string& sdp) override;
    void on_success(Branch& branch) override;
    void on_agreed(Branch& branch, const sip::Message& ok, const std::string& sdp) override;
    void on_failed(Branch& branch, const sip::Message& response, bool local) override;
    void on_failed(Branch& branch, const Error& error) override;
    void on_over(Branch& branch) override;
    void branch_failed(BestResponse::Candidate candidate);

    void on_ack(const sip::Message& ack);
    void on_cancel();
    void on_bye(Leg& from, sip::ServerTransactionPtr bye);
    bool may_speak(const FlowPtr& flow, Leg& from) const;
    void media_lost(Branch& branch, const iq::Event& event);

    void withdraw(std::string_view why, int status);
    void hang_up(Leg& leg, const sip::Message* cause, std::string_view reason);
    void refuse(sip::Message response, std::string_view why);
    sip::Message refusal(const Error& error);
    void cancel_branches(const std::string& reason, const Branch* but = nullptr);
    void finish(std::string_view outcome, int status, std::string_view why = {});
    void close();
    void leave_when_quiet();

    const sip::Message& invite() const { return caller_.invite(); }
    bool originating() const noexcept { return caller_.leg().side() == Side::access; }
    bool one_may_win() const;
    Branch* branch_of(std::string_view leg_id);
    Leg& other(const Leg& leg) { return &leg == &caller_.leg() ? callee_->leg() : caller_.leg(); }
    /// Runs `f` later only if the session still is, and keeps it while it runs.
    template <class F>
    auto guarded(F f) {
        return [weak = weak_from_this(), f = std::move(f)](auto&&... a) {
            if (const auto self = weak.lock()) f(std::forward<decltype(a)>(a)...);
        };
    }

    const Environment& environment_;
    const Blocks& blocks_;
    Flow::Place place_;
    SessionId session_id_;
    Logger log_;
    State state_ = State::preparing;
    CallRecord record_;

    Caller caller_;
    std::unique_ptr<Setup> setup_;
    std::string external_;
    std::optional<Translation> translation_;
    std::vector<std::unique_ptr<Branch>> branches_;
    BestResponse best_;
    Branch* callee_ = nullptr;  // the branch that answered
    std::optional<MidCall> mid_call_;

    Timer no_answer_, media_setup_, media_closed_;
};

}  // namespace wims::epcscf
