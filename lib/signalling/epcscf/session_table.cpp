// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/session_table.hpp"

#include "signalling/epcscf/session.hpp"

namespace wims::epcscf {

void SessionTable::remove(const Session* session) {
    const auto it = sessions_.find(session);
    if (it == sessions_.end()) return;
    for (const auto& id : it->second.legs) legs_.erase(id);
    for (const auto id : it->second.contexts) contexts_.erase(id);
    if (!it->second.invite.empty()) invites_.erase(it->second.invite);
    if (const auto user = users_.find(it->second.user); user != users_.end()) {
        user->second.erase(session);
        if (user->second.empty()) users_.erase(user);
    }
    sessions_.erase(it);
}

std::vector<std::shared_ptr<Session>> SessionTable::of_user(const std::string& identity) const {
    std::vector<std::shared_ptr<Session>> sessions;
    if (const auto it = users_.find(identity); it != users_.end())
        for (const auto* session : it->second) sessions.push_back(sessions_.at(session).session);
    return sessions;
}

void SessionTable::moved(const std::shared_ptr<Flow>& flow) const {
    if (!flow->user()) return;
    for (const auto& session : of_user(flow->user()->identity)) session->on_moved(flow);
}

void SessionTable::release(const std::string& identity, const Flow& flow, int status, std::string_view reason) const {
    for (const auto& session : of_user(identity)) session->on_removed(flow, status, reason);
}

}  // namespace wims::epcscf
