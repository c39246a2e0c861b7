// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

namespace wims::test {

void FakeTokens::verify(const w1::VerifyRequest& request, Deadline deadline, Completion<w1::Token> done) {
    asked.push_back(request);
    faults.run<w1::Token>(deadline, std::move(done), [this, request](Completion<w1::Token> c) {
        const std::string_view token = request.token.reveal();
        w1::Token claims;
        claims.origin = request.origin;
        claims.expires = executor_.wall_now() + life;
        claims.subject = token == "alices.token" ? "sip:Alice@enterprise.com" : "sip:Bob@ENTERPRISE.com";
        if (token.starts_with("user")) claims.subject = "sip:" + std::string(token) + "@enterprise.com";
        if (const auto at = token.find(".at."); at != std::string_view::npos)
            claims.subject = "sip:" + std::string(token.substr(0, at)) + '@' + std::string(token.substr(at + 4));
        if (token == "expired.token") return c(Error{ErrorKind::auth, "the token has expired", 401});
        if (token == "scopeless.token")
            return c(Error{ErrorKind::auth, "invalid_scope: the token lacks ims:register", 401});
        if (token == "foreign.token") return c(Error{ErrorKind::auth, "the issuer may not say this", 403});
        c(std::move(claims));
    });
}

w6::Registration* FakeRegistrar::find(const std::string& identity) {
    for (auto& [external, user] : users)
        if (external == identity || user.impu == identity) return &user;
    return nullptr;
}

int FakeRegistrar::count(std::string_view operation) const {
    int n = 0;
    for (const auto& call : calls) n += call == operation ? 1 : 0;
    return n;
}

void FakeRegistrar::claim_block(const w6::ClaimBlock& r, Deadline d, Completion<w6::BlockLease> done) {
    calls.emplace_back("claim");
    faults.run<w6::BlockLease>(d, std::move(done), [this, r](Completion<w6::BlockLease> c) {
        claimed = true;
        c(w6::BlockLease{r.wimpu, epoch});
    });
}

void FakeRegistrar::register_contact(const w6::RegisterContact& r, Deadline d, Completion<w6::Registered> done) {
    calls.emplace_back("register");
    stored.push_back(r);
    faults.run<w6::Registered>(d, std::move(done), [this, r](Completion<w6::Registered> c) {
        if (refuse) return c(*refuse);
        if (r.epoch != epoch || !claimed) return c(Error{ErrorKind::auth, "the epoch is old", 409});
        w6::Registered result;
        auto& user = users[r.identity];
        result.outcome = user.impu.empty() ? w6::RegisterOutcome::created : w6::RegisterOutcome::contact_added;
        if (r.allocated_by == w6::AllocatedBy::third_party) user.impu = r.identity;
        if (user.impu.empty()) user.impu = "sip:w1-000" + std::to_string(++allocated) + "@webrtc.operator.example";
        user.external_identity = r.identity;
        user.wimpu = r.wimpu;
        user.epoch = r.epoch;
        user.owner = r.contact.flow.instance;
        user.allocated_by = r.allocated_by;
        const auto before = user.contacts.size();
        std::erase_if(user.contacts, [&](const auto& x) {
            return r.contact.instance_id.empty() ? x.uri == r.contact.uri && x.flow == r.contact.flow
                                                 : x.instance_id == r.contact.instance_id;
        });
        if (user.contacts.size() < before) result.outcome = w6::RegisterOutcome::refreshed;
        user.contacts.insert(user.contacts.begin(), r.contact);
        result.registration = user;
        c(std::move(result));
    });
}

void FakeRegistrar::remove_contacts(const w6::RemoveContacts& r, Deadline d, Completion<w6::Removed> done) {
    calls.emplace_back("remove");
    faults.run<w6::Removed>(d, std::move(done), [this, r](Completion<w6::Removed> c) {
        if (refuse) return c(*refuse);
        auto* user = find(r.identity);
        if (user == nullptr) return c(Error{ErrorKind::not_found, "no entry", 404});
        std::erase_if(user->contacts, [&](const auto& x) {
            return r.all ||
                   (r.contact.instance_id.empty() ? x.uri == r.contact.uri : x.instance_id == r.contact.instance_id);
        });
        w6::Removed removed{user->contacts.empty(), user->contacts};
        if (removed.entry_removed) users.erase(r.identity);
        c(std::move(removed));
    });
}

void FakeRegistrar::fetch(const w6::Fetch& r, Deadline d, Completion<w6::Registration> done) {
    calls.emplace_back("fetch");
    faults.run<w6::Registration>(d, std::move(done), [this, r](Completion<w6::Registration> c) {
        if (refuse) return c(*refuse);
        if (auto* user = find(r.identity)) return c(*user);
        c(Error{ErrorKind::not_found, "not registered", 404});
    });
}

void FakeRegistrar::flow_down(const w6::FlowDown& r, Deadline d, Completion<w6::FlowMarked> done) {
    calls.emplace_back("flow_down");
    marked.push_back(r);
    faults.run<w6::FlowMarked>(d, std::move(done), [](Completion<w6::FlowMarked> c) { c(w6::FlowMarked{}); });
}

void FakeRegistrar::locate(const w6::Locate& r, Deadline d, Completion<w6::Located> done) {
    calls.emplace_back("locate");
    faults.run<w6::Located>(d, std::move(done), [this, r](Completion<w6::Located> c) {
        if (refuse) return c(*refuse);
        if (!claimed) return c(Error{ErrorKind::limit, "no owner", 503});
        if (auto* user = find(r.identity)) return c(w6::Located{user->wimpu, user->owner, user->epoch, true});
        if (located) return c(*located);
        c(Error{ErrorKind::not_found, "no block", 404});
    });
}

void FakeRegistrar::watch(const std::string& owner, Executor&, Listener listener) {
    if (listener) watchers[owner] = std::move(listener);
    else watchers.erase(owner);
}

void FakeGateway::reserve(const iq::ReserveRequest& r, Deadline d, Completion<iq::Reserved> done) {
    reserved.push_back(r);
    faults.run<iq::Reserved>(d, std::move(done), [this, r](Completion<iq::Reserved> c) {
        if (!queues) return serve(r, c);
        executor_.post([this, r, c] { serve(r, c); });
    });
}

void FakeGateway::serve(const iq::ReserveRequest& r, const Completion<iq::Reserved>& c) {
    if (refuse) return c(*refuse);
    if (!listeners_.contains(r.owner)) return c(Error{ErrorKind::cancelled, "no such owner", 503});
    iq::Reserved result;
    result.context = ++last_;
    live.insert(result.context);
    owners_[result.context] = r.owner;
    result.access.ice = {"AgwU" + std::to_string(last_), "AgwPasswordAgwPassword22"};
    result.access.ice_lite = true;
    result.access.fingerprints = {{"sha-256",
                                   "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:"
                                   "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"}};
    result.access.candidates = {{"1", 1, "UDP", 2130706431, "198.51.100.10", 20000, "host"}};
    result.access_address = {"198.51.100.10", 20000};
    for (const auto& s : r.streams) result.core.push_back({s.id, {"10.10.1.5", 30000}, {"10.10.1.5", 30001}});
    c(std::move(result));
}

void FakeGateway::configure(const iq::ConfigureRequest& r, Deadline d, Completion<iq::Configured> done) {
    configured.push_back(r);
    faults.run<iq::Configured>(d, std::move(done), [this, r](Completion<iq::Configured> c) {
        if (refuse_configure) return c(*refuse_configure);
        if (!live.contains(r.context)) return c(Error{ErrorKind::not_found, "no such context"});
        c(iq::Configured{});
    });
}

void FakeGateway::release(const iq::ReleaseRequest& r, Deadline, Completion<iq::Released> done) {
    ++released;
    if (live.erase(r.context) == 0) return done(Error{ErrorKind::not_found, "no such context"});
    done(iq::Released{});
}

void FakeGateway::release_all(iq::OwnerId owner) {
    listeners_.erase(owner);
    const auto serve = [this, owner] {
        std::erase_if(live, [&](iq::ContextId id) { return owners_.at(id) == owner; });
    };
    if (!queues) return serve();
    executor_.post(serve);
}

void FakeGateway::tell(iq::EventKind kind, iq::ContextId context, Duration silent) {
    executor_.post([this, kind, context, silent] {
        for (const auto& [owner, listener] : std::map(listeners_)) {
            const bool its = context == 0 || (owners_.contains(context) && owners_.at(context) == owner);
            if (its && listener) listener({kind, context, "told by the test", silent});
        }
    });
}

iq::ContextId FakeGateway::leak() {
    live.insert(++last_);
    owners_[last_] = listeners_.begin()->first;
    return last_;
}

}  // namespace wims::test
