// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <wims/iwf/link.hpp>

#include "signalling/epcscf/environment.hpp"
#include "signalling/sip/reliable_transactions.hpp"

namespace wims::epcscf {

/// Who registered over a flow, until when, and by which contact. (TOK-01)
struct RegisteredUser {
    std::string identity;  ///< external identity, canonical; the IMPU itself in third-party allocation
    std::string wimpu;
    w6::AllocatedBy allocated_by = w6::AllocatedBy::epcscf;
    w6::Contact contact;   ///< as the registrar stored it
    TimePoint since = {};  ///< of the last REGISTER; written by Flow::registered
};

/// One W2 flow: the facts of its Up frame, its transactions, and the one user that is registered over it (W2-11).
/// Nothing else is believed about a flow.
class Flow : public std::enable_shared_from_this<Flow> {
public:
    /// Parsed requests of the flow come to `on_request`.
    using RequestHandler = std::function<void(const std::shared_ptr<Flow>&, sip::ServerTransactionPtr)>;

    /// A registration that ran out on its flow (EXP-01): the flow has no user any more.
    using ExpiryHandler = std::function<void(const std::shared_ptr<Flow>&, const RegisteredUser& was)>;

    static std::shared_ptr<Flow> open(const Environment& environment, iwf::Up up, iwf::Link& iwf,
                                      RequestHandler on_request, ExpiryHandler on_expiry);

    const iwf::FlowId& id() const noexcept { return up_.flow; }
    const iwf::Up& up() const noexcept { return up_; }
    bool live() const noexcept { return live_; }
    TimePoint opened() const noexcept { return opened_; }
    sip::TransactionLayer& transactions() noexcept { return transactions_; }

    /// A place for one call that the WIC begins; given back when the last copy goes.
    using Place = std::shared_ptr<const void>;
    Place place() const { return places_; }
    std::size_t calls() const noexcept { return static_cast<std::size_t>(places_.use_count() - 1); }

    /// The registration or call `trail` runs over this flow: tells the IWF's log.
    void carries(const TrailId& trail);
    /// One message from the WIC. What is no SIP is counted and ignored; what is nearly SIP is answered. (E06)
    void receive(const std::string& text);
    /// The flow belongs to `instance`: sends it there with the request. False when it has been moved too often, or is down.
    bool move_to(const std::string& instance, const sip::Message& request);
    /// Empty as long as it is ours.
    const std::string& moved_to() const noexcept { return moved_to_; }
    /// The socket is gone. The registrar is told, so that calls fail at once; the binding stays. (EXP-04)
    void down();

    /// Empty when nobody is registered, or no longer (EXP-01).
    const std::optional<RegisteredUser>& user() const noexcept { return user_; }
    void registered(RegisteredUser user, Duration expires);
    void unregistered();

    /// REGISTERs of one flow are served one after the other: runs `job` now or when the one before has called done.
    void enqueue(Task job);
    void registration_done();
    bool registering() const noexcept { return !registrations_.empty(); }
    /// Drops those that wait, unanswered: the instance ends.
    void abandon() { registrations_.clear(); }

private:
    Flow(const Environment& environment, iwf::Up up, iwf::Link& iwf);
    /// Up, and not moved: what is said to the WIC now is for the instance that has it.
    bool ours() const noexcept { return live_ && moved_to_.empty(); }
    void refuse(const sip::Message& partial, const Error& error);
    void mark_down();
    void expired();
    void give_credit(std::size_t octets);

    const Environment& environment_;
    iwf::Link& iwf_;
    iwf::Up up_;
    const TimePoint opened_;
    Logger log_;
    bool live_ = true;
    std::string moved_to_;
    std::size_t taken_ = 0;  // octets of messages since the last Credit
    std::size_t refusals_ = 0;
    ExpiryHandler on_expiry_;
    sip::ReliableTransactions transactions_;
    std::optional<RegisteredUser> user_;
    Timer expiry_;
    std::deque<Task> registrations_;  // the first one runs
    const std::shared_ptr<const void> places_ = std::make_shared<char>();
};
using FlowPtr = std::shared_ptr<Flow>;

}  // namespace wims::epcscf
