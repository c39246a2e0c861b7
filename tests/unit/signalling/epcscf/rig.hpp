// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "signalling/epcscf/instance.hpp"
#include "signalling/sip/message.hpp"
#include "support/faulty.hpp"
#include "support/recording_host.hpp"
#include "support/virtual_executor.hpp"

/// A P-CSCF instance among scripted neighbours: what a WIC, the core and the seams' providers say is told by the test.
namespace wims::test {

using namespace std::chrono_literals;

// ---- Mw

/// A request of the core that the instance serves.
class CoreRequest final : public sip::ServerTransaction {
public:
    explicit CoreRequest(sip::Message request) : request_(std::move(request)) {}
    const sip::Message& request() const override { return request_; }
    void respond(sip::Message response) override;
    bool answered() const override { return !responses.empty() && responses.back().status() >= 200; }
    void on_cancel(CancelHandler handler) override { cancel = std::move(handler); }

    std::vector<sip::Message> responses;
    CancelHandler cancel;
    int status() const { return responses.empty() ? 0 : responses.back().status(); }

private:
    sip::Message request_;
};

/// What the instance sent to the core.
struct SentToCore {
    sip::Message message;
    std::string next_hop;
    bool cancelled = false;
    std::string cancel_reason;
    sip::ResponseHandler handler;  // empty once dropped
};

class ScriptedMw final : public sip::TransactionLayer {
public:
    explicit ScriptedMw(Executor& executor) : executor_(executor) {}
    sip::ClientTransactionPtr request(sip::Message request, sip::ResponseHandler handler,
                                      std::string next_hop) override;
    void acknowledge(sip::Message ack, std::string next_hop) override;
    void on_request(RequestHandler handler) override { handler_ = std::move(handler); }

    std::vector<std::shared_ptr<SentToCore>> sent;
    std::vector<sip::Message> acks;

    std::vector<std::shared_ptr<SentToCore>> all(std::string_view method) const;
    /// The last one of this method; fails the test when there is none.
    std::shared_ptr<SentToCore> last(std::string_view method) const;
    void answer(const std::shared_ptr<SentToCore>& request, sip::Message response, bool local = false);
    std::shared_ptr<CoreRequest> receive(sip::Message request);

private:
    Executor& executor_;
    RequestHandler handler_;
};

// ---- seams

class FakeTokens final : public w1::TokenVerifier {
public:
    explicit FakeTokens(Executor& executor) : faults(executor, Fault::none), executor_(executor) {}
    void verify(const w1::VerifyRequest& request, Deadline deadline, Completion<w1::Token> done) override;

    FaultInjector faults;
    std::vector<w1::VerifyRequest> asked;
    Duration life = 3600s;

private:
    Executor& executor_;
};

class FakeRegistrar final : public w6::Registrar {
public:
    explicit FakeRegistrar(Executor& executor) : faults(executor, Fault::none) {}
    void claim_block(const w6::ClaimBlock&, Deadline, Completion<w6::BlockLease>) override;
    void register_contact(const w6::RegisterContact&, Deadline, Completion<w6::Registered>) override;
    void remove_contacts(const w6::RemoveContacts&, Deadline, Completion<w6::Removed>) override;
    void fetch(const w6::Fetch&, Deadline, Completion<w6::Registration>) override;
    void flow_down(const w6::FlowDown&, Deadline, Completion<w6::FlowMarked>) override;
    void locate(const w6::Locate&, Deadline, Completion<w6::Located>) override;
    void watch(const std::string& owner, Executor&, Listener) override;

    FaultInjector faults;
    std::vector<std::string> calls;  // names of the operations, in order
    std::vector<w6::RegisterContact> stored;
    std::vector<w6::FlowDown> marked;
    std::map<std::string, w6::Registration> users;  // by external identity
    std::optional<w6::Located> located;             // answers locate for users that are not there
    std::map<std::string, Listener> watchers;       // by owner; a test calls them on the instance's thread
    std::optional<Error> refuse;                    // answers every operation but claim_block
    int allocated = 122;
    std::uint64_t epoch = 7;  // of every block; a write with another is refused
    bool claimed = false;
    /// Forgets users and owners, as after a restart.
    void begin_anew() {
        users.clear();
        claimed = false;
        epoch = 1;
    }

    int count(std::string_view operation) const;

private:
    w6::Registration* find(const std::string& identity);
};

class FakeGateway final : public iq::Gateway {
public:
    explicit FakeGateway(Executor& executor) : faults(executor, Fault::none), executor_(executor) {}
    void reserve(const iq::ReserveRequest&, Deadline, Completion<iq::Reserved>) override;
    void configure(const iq::ConfigureRequest&, Deadline, Completion<iq::Configured>) override;
    void release(const iq::ReleaseRequest&, Deadline, Completion<iq::Released>) override;
    using iq::Gateway::notify;
    void notify(iq::OwnerId owner, Executor&, Listener listener) override { listeners_[owner] = std::move(listener); }
    void release_all(iq::OwnerId owner) override;

    FaultInjector faults;
    std::set<iq::ContextId> live;
    std::vector<iq::ReserveRequest> reserved;
    std::vector<iq::ConfigureRequest> configured;
    int released = 0;
    std::optional<Error> refuse;  // answers reserve
    bool queues = false;  // serves reserve and release_all in a task of their own, as a gateway on its thread does
    std::optional<Error> refuse_configure;

    /// To its owner; of context 0: to every owner.
    void tell(iq::EventKind kind, iq::ContextId context, Duration silent = {});
    /// A context of an owner that it does not know of.
    iq::ContextId leak();
    iq::ContextId context() const { return live.empty() ? 0 : *live.rbegin(); }

private:
    Executor& executor_;
    void serve(const iq::ReserveRequest&, const Completion<iq::Reserved>& done);

    std::map<iq::OwnerId, Listener> listeners_;
    std::map<iq::ContextId, iq::OwnerId> owners_;
    iq::ContextId last_ = 0;
};

// ---- W2

/// The IWF's end of the link: what the instance sent down each flow.
class ScriptedIwf final : public iwf::Link {
public:
    void send(iwf::Frame frame) override;
    std::map<iwf::FlowId, std::vector<sip::Message>> received;
    std::vector<std::string> texts;  // everything, for grep
    std::map<iwf::FlowId, std::size_t> credit;
    std::vector<iwf::Close> closed;
    std::vector<iwf::Moved> moved;
};

class Rig;

/// A browser client on one flow, as JsSIP writes.
class Wic {
public:
    Wic(Rig& rig, std::uint64_t connection, std::string identity = "sip:Bob@enterprise.com");

    /// A request outside a dialog, with Via, From, To, Call-ID, CSeq and Authorization.
    sip::Message request(std::string method, std::string uri, std::string to);
    sip::Message register_request(int expires = 600);
    sip::Message invite(std::string to, std::string sdp);
    void send(const sip::Message& message);
    void close();
    /// Responses to a request of ours, by its branch.
    std::vector<sip::Message> responses(const sip::Message& request) const;
    int status(const sip::Message& request) const;
    sip::Message last_response(const sip::Message& request) const;
    /// Requests that came in.
    std::vector<sip::Message> requests(std::string_view method) const;
    sip::Message last_request(std::string_view method) const;
    /// REGISTER, and lets it finish.
    int log_in(int expires = 600);
    /// ACK, BYE, UPDATE … in the dialog that `invite` and its 2xx made (we called) …
    sip::Message in_dialog(std::string method, const sip::Message& invite, const sip::Message& response, int cseq);
    /// … and in the one that an INVITE to us and our 2xx made.
    sip::Message in_dialog_called(std::string method, const sip::Message& invite, int cseq);
    /// A response of ours, with our tag and Contact.
    sip::Message answer(const sip::Message& request, int status, std::string sdp = {});

    iwf::FlowId flow;
    std::string identity, contact, token = "good.token.abc", instance;
    int cseq = 0;

private:
    Rig& rig_;
    std::string call_id_ = "jssip-call";
};

class Rig {
public:
    /// A registrar in the place of the scripted one; it lives as long as the rig.
    using MakeRegistrar = std::function<w6::Registrar&(Executor&, RecordingHost&)>;
    explicit Rig(std::function<void(signalling::PCscfConfig&)> change = {}, const MakeRegistrar& registrar = {});

    /// The core accepts every block.
    void block_in_service(int expires = 600000);
    void run() { executor.run(); }
    void pass(Duration span) { executor.advance(span); }

    /// An INVITE of the core for the user.
    sip::Message core_invite(std::string called, std::string sdp);
    sip::Message core_response(const sip::Message& request, int status, std::string sdp = {});
    /// In the dialog of an INVITE that we received and answered, as the core would send it.
    sip::Message core_in_dialog(std::string method, const sip::Message& invite, const sip::Message& ours, int cseq);
    /// In the dialog of an INVITE that we sent.
    sip::Message core_in_dialog_called(std::string method, const sip::Message& invite, int cseq);
    bool log_has(std::string_view text, std::string_view field = {}, std::string_view value = {}) const;

    VirtualExecutor executor;
    RecordingHost host;
    signalling::PCscfConfig config;
    ScriptedMw mw{executor};
    FakeTokens tokens{executor};
    FakeRegistrar registrar{executor};
    FakeGateway gateway{executor};
    ScriptedIwf iwf;
    std::unique_ptr<epcscf::Instance> instance;
};

extern const char* const browser_offer;
extern const char* const browser_answer;
extern const char* const phone_offer;
extern const char* const phone_answer;

}  // namespace wims::test
