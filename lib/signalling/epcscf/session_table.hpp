// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <wims/iq/gateway.hpp>

namespace wims::epcscf {

class Session;

/// The sessions of an instance, found by leg id and by Iq context.
class SessionTable {
public:
    void add(const std::shared_ptr<Session>& session) { sessions_.emplace(session.get(), session); }
    void add_leg(const std::string& id, const std::shared_ptr<Session>& session) { legs_[id] = session; }
    void add_context(iq::ContextId id, const std::shared_ptr<Session>& session) { contexts_[id] = session; }
    void remove_leg(const std::string& id) { legs_.erase(id); }
    void remove_context(iq::ContextId id) { contexts_.erase(id); }
    void remove(const Session* session) { sessions_.erase(session); }

    std::shared_ptr<Session> by_leg(std::string_view id) const {
        const auto it = legs_.find(std::string(id));
        return it == legs_.end() ? nullptr : it->second.lock();
    }
    std::shared_ptr<Session> by_context(iq::ContextId id) const {
        const auto it = contexts_.find(id);
        return it == contexts_.end() ? nullptr : it->second.lock();
    }
    std::vector<std::shared_ptr<Session>> all() const {
        std::vector<std::shared_ptr<Session>> sessions;
        for (const auto& [key, session] : sessions_) sessions.push_back(session);
        return sessions;
    }
    std::size_t size() const noexcept { return sessions_.size(); }

private:
    std::unordered_map<const Session*, std::shared_ptr<Session>> sessions_;
    std::unordered_map<std::string, std::weak_ptr<Session>> legs_;
    std::unordered_map<iq::ContextId, std::weak_ptr<Session>> contexts_;
};

}  // namespace wims::epcscf
