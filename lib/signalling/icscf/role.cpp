// SPDX-License-Identifier: Apache-2.0
#include "signalling/icscf/role.hpp"

#include <wims/signalling/counters.hpp>

#include "common/identity/public_identity.hpp"

namespace wims::icscf {

namespace {
constexpr std::size_t lingering_factor = 8;
}

Role::Role(Environment environment) : environment_(std::move(environment)) {
    environment_.mw.on_request([this](sip::ServerTransactionPtr server) { receive(std::move(server)); });
}

Role::~Role() { environment_.mw.on_request(nullptr); }

int Role::refusal(const sip::Message& request) const {
    if (hops_left(request) == 0) return 483;
    const bool to_us = request.request_uri().find('@') == std::string::npos &&
                       names("<" + request.request_uri() + ">", environment_.own);
    if (to_us && request.method() == "OPTIONS") return 200;
    if (request.has("Proxy-Require")) return 420;
    if (!request.to_tag().empty()) return 481;
    if (request.method() == "REGISTER") return 403;
    // An INVITE that was answered lingers for 32 s, but costs little.
    const bool full = unanswered_ >= environment_.limit || requests_.size() >= lingering_factor * environment_.limit;
    return full ? 503 : 0;
}

void Role::receive(sip::ServerTransactionPtr server) {
    const auto& request = server->request();
    if (request.method() == "ACK") return;  // of a 2xx that went past us: no transaction, no dialog of ours
    if (const int status = refusal(request); status != 0) {
        auto response = sip::Message::response_to(request, status);
        if (status == 420)
            for (auto& tag : request.all("Proxy-Require")) response.append("Unsupported", tag);
        if (status == 503) response.set("Retry-After", "5");
        if (status != 200) count(environment_.metrics, signalling::Counter::icscf_rejected);
        return server->respond(std::move(response));
    }
    const auto id = ++last_;
    ++unanswered_;
    const auto answered = [this] { --unanswered_; };
    const auto one = std::make_shared<TerminatingRequest>(environment_, std::move(server), answered, [this, id] {
        // It may be in the middle of its own call.
        const auto it = requests_.find(id);
        if (it == requests_.end()) return;
        environment_.executor.post([ended = std::move(it->second)] {});
        requests_.erase(it);
    });
    requests_.emplace(id, one);
    one->start();
}

}  // namespace wims::icscf
