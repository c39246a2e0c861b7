// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <wims/iq/gateway.hpp>

namespace wims::epcscf {

class Session;

/// The sessions of an instance, found by leg id and by Iq context. It owns them and forgets each one whole: what a session
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
    void remove(const Session* session) {
        const auto it = sessions_.find(session);
        if (it == sessions_.end()) return;
        for (const auto& id : it->second.legs) legs_.erase(id);
        for (const auto id : it->second.contexts) contexts_.erase(id);
        sessions_.erase(it);
    }

    std::shared_ptr<Session> by_leg(std::string_view id) const { return found(legs_, std::string(id)); }
    std::shared_ptr<Session> by_context(iq::ContextId id) const { return found(contexts_, id); }
    std::vector<std::shared_ptr<Session>> all() const {
        std::vector<std::shared_ptr<Session>> sessions;
        for (const auto& [key, known] : sessions_) sessions.push_back(known.session);
        return sessions;
    }
    std::size_t size() const noexcept { return sessions_.size(); }
    /// Leg ids and contexts that lead to a session.
    std::size_t names() const noexcept { return legs_.size() + contexts_.size(); }

private:
    struct Known {
        std::shared_ptr<Session> session;
        std::vector<std::string> legs;
        std::vector<iq::ContextId> contexts;
    };
    template <class Id>
    std::shared_ptr<Session> found(const std::unordered_map<Id, const Session*>& by, const Id& id) const {
        const auto it = by.find(id);
        return it == by.end() ? nullptr : sessions_.at(it->second).session;
    }

    std::unordered_map<const Session*, Known> sessions_;
    std::unordered_map<std::string, const Session*> legs_;
    std::unordered_map<iq::ContextId, const Session*> contexts_;
};

}  // namespace wims::epcscf
