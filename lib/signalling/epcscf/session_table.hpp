// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <wims/iq/gateway.hpp>

namespace wims::epcscf {

class Flow;
class Session;

/// The sessions of an instance, found by leg id, by Iq context and by user. It owns them and forgets each one whole: what a session
/// was ever found by goes with it.
class SessionTable {
public:
    void add(const std::shared_ptr<Session>& session) { sessions_[session.get()].session = session; }
    void add_leg(const std::string& id, const Session* session) {
        sessions_.at(session).legs.push_back(id);
        legs_[id] = session;
    }
    void add_context(iq::ContextId id, const Session* session) {
        sessions_.at(session).contexts.push_back(id);
        contexts_[id] = session;
    }
    void add_user(const std::string& identity, const Session* session) {
        sessions_.at(session).user = identity;
        users_[identity].insert(session);
    }
    /// By what an INVITE that came on two ways has in common. (E09) [RFC 3261 8.2.2.2]
    void add_invite(const std::string& key, const Session* session) {
        sessions_.at(session).invite = key;
        invites_[key] = session;
    }
    bool has_invite(const std::string& key) const { return invites_.contains(key); }
    void remove(const Session* session);

    /// The contact of the flow's user is registered over this flow now: so are the legs of its calls. (RER-05)
    void moved(const std::shared_ptr<Flow>& flow) const;
    /// The user's contact on this flow was removed: its calls end on both sides, and it rings no more. (DER-05)
    void release(const std::string& identity, const Flow& flow, int status, std::string_view reason) const;

    std::shared_ptr<Session> by_leg(std::string_view id) const { return found(legs_, std::string(id)); }
    std::shared_ptr<Session> by_context(iq::ContextId id) const { return found(contexts_, id); }
    std::vector<std::shared_ptr<Session>> all() const {
        std::vector<std::shared_ptr<Session>> sessions;
        for (const auto& [key, known] : sessions_) sessions.push_back(known.session);
        return sessions;
    }
    std::size_t size() const noexcept { return sessions_.size(); }
    /// Leg ids, contexts, users and INVITEs that lead to a session.
    std::size_t names() const noexcept { return legs_.size() + contexts_.size() + users_.size() + invites_.size(); }

private:
    struct Known {
        std::shared_ptr<Session> session;
        std::string user, invite;
        std::vector<std::string> legs;
        std::vector<iq::ContextId> contexts;
    };
    std::vector<std::shared_ptr<Session>> of_user(const std::string& identity) const;
    template <class Id>
    std::shared_ptr<Session> found(const std::unordered_map<Id, const Session*>& by, const Id& id) const {
        const auto it = by.find(id);
        return it == by.end() ? nullptr : sessions_.at(it->second).session;
    }

    std::unordered_map<const Session*, Known> sessions_;
    std::unordered_map<std::string, std::unordered_set<const Session*>> users_;
    std::unordered_map<std::string, const Session*> legs_, invites_;
    std::unordered_map<iq::ContextId, const Session*> contexts_;
};

}  // namespace wims::epcscf
