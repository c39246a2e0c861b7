// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/media_context.hpp"
#include "signalling/epcscf/translation.hpp"

namespace wims::epcscf {

/// What passes between the legs of an answered call, other than BYE: re-INVITE and UPDATE with an offer through the
/// IMS-ALG; UPDATE without one (JsSIP refreshes sessions by it), INFO, MESSAGE and OPTIONS as they are. [RFC 3261 12.2,
/// 14; RFC 3311]
class MidCall {
public:
    /// Runs, posted, when a leg's peer says that it knows no such dialog. [RFC 5057]
    using Gone = std::function<void(Leg& leg)>;
    /// Runs, posted, when one side has agreed to what the other cannot have: the call cannot go on. [RFC 3261 13.2.2.4]
    using Broken = std::function<void(int status, std::string_view why)>;

    MidCall(const Environment& environment, MediaContext& media, Translation& translation, Gone gone, Broken broken);

    /// A request of `from`'s dialog, in order, no ACK and no BYE.
    void request(Leg& from, Leg& to, sip::ServerTransactionPtr transaction);
    /// ACK of a re-INVITE.
    void acknowledged(Leg& from, const sip::Message& ack);

private:
    /// The offer that is on its way. One at a time for both legs. [RFC 3261 14.1]
    struct Modification {
        Leg& from;
        Leg& to;
        sip::ServerTransactionPtr server;
        sip::ClientTransactionPtr client;
        bool offer_in_answer = false;  ///< no SDP in the re-INVITE: the answer comes in the ACK
        std::optional<sip::Message> ack;
        std::uint64_t number = 0;
    };

    void relay(Leg& from, Leg& to, sip::ServerTransactionPtr transaction);
    void modify(Leg& from, Leg& to, sip::ServerTransactionPtr transaction);
    void forward(std::string sdp);
    void on_modified(const sip::Message& response, bool local);
    void modified(const sip::Message& response);
    void agree(const sip::Message& response, const std::string& sdp);
    void send_ack(const std::string& sdp);
    void fail(sip::Message response);
    void break_off(const Error& error);
    void break_off(int status, std::string_view why);  ///< `why` is a literal

    const Environment& environment_;
    MediaContext& media_;
    Translation& translation_;
    Gone gone_;
    Broken broken_;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, sip::ClientTransactionPtr> relayed_;
    std::optional<Modification> modification_;
    sip::ClientTransactionPtr finished_;  // its repeated 2xx are acknowledged again
    std::optional<sip::Message> finished_ack_;
    Leg* finished_leg_ = nullptr;
    Timer ack_wait_;
};

}  // namespace wims::epcscf
