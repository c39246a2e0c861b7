// SPDX-License-Identifier: Apache-2.0
#include "media/ice/lite_agent.hpp"

#include <algorithm>
#include <utility>

namespace wims::media::ice {

StunWriter refuse(const StunMessage& request, std::uint16_t code, std::string_view reason) {
    StunWriter response(StunType::binding_error, request.transaction);
    response.add_error(code, reason);
    return response;
}

LiteAgent::LiteAgent(w3::IceCredentials local) : local_(std::move(local)) {}

LiteAgent::Answer LiteAgent::receive(const StunMessage& message, const IpEndpoint& from, TimePoint now) {
    if (!message.is(StunType::binding_request)) return {CheckOutcome::ignored, {}, {}};

    const auto refused = [&](StunWriter response, bool trusted) {
        if (trusted) response.add_integrity(named_by(message)->pwd);
        response.add_fingerprint();
        return Answer{CheckOutcome::refused, response, {}};
    };
    if (!message.has_integrity || message.username.empty() || !message.has_fingerprint)
        return refused(refuse(message, 400, "Bad Request"), false);
    const auto* credentials = named_by(message);
    if (credentials == nullptr || !message.authentic(credentials->pwd))
        return refused(refuse(message, 401, "Unauthorized"), false);
    if (!message.unknown_required.empty()) {
        auto response = refuse(message, 420, "Unknown Attribute");
        response.add_unknown(message.unknown_required);
        return refused(response, true);
    }
    // A lite end is always controlled: the peer has to take the other role. [RFC 8445 6.1.1, 7.3.1.1]
    if (message.controlled) return refused(refuse(message, 487, "Role Conflict"), true);
    return bind(message, *credentials, from, now);
}

void LiteAgent::restart(w3::IceCredentials local) {
    previous_ = std::exchange(local_, std::move(local));
    renewed_ = !selected_;
}

const w3::IceCredentials* LiteAgent::named_by(const StunMessage& message) const noexcept {
    const auto ufrag = message.username.substr(0, message.username.find(':'));
    if (ufrag == local_.ufrag) return &local_;
    return previous_ && ufrag == previous_->ufrag ? &*previous_ : nullptr;
}

LiteAgent::Answer LiteAgent::bind(const StunMessage& request, const w3::IceCredentials& used, const IpEndpoint& from,
                                  TimePoint now) {
    Answer answer{bound(from) ? CheckOutcome::accepted : CheckOutcome::bound, {}, {}};
    last_check_ = now;
    if (answer.outcome == CheckOutcome::bound) {
        if (remotes_.size() == max_remotes) {
            const auto victim =
                std::find_if(remotes_.begin(), remotes_.end(), [this](const IpEndpoint& r) { return r != selected_; });
            answer.unbound = *victim;
            remotes_.erase(victim);
        }
        remotes_.push_back(from);
    }
    select(request, &used == &local_, from);
    StunWriter response(StunType::binding_success, request.transaction);
    response.add_mapped(from);
    response.add_integrity(used.pwd);
    response.add_fingerprint();
    answer.response = response;
    return answer;
}

void LiteAgent::select(const StunMessage& request, bool current, const IpEndpoint& from) {
    const bool nominated = request.use_candidate && (current || !renewed_);
    if (!nominated && selected_) return;
    selected_ = from;
    renewed_ = renewed_ || current;
}

void LiteAgent::adopt(const IpEndpoint& remote, TimePoint now) {
    last_check_ = now;
    remotes_ = {remote};
    selected_ = remote;
    renewed_ = true;
}

void LiteAgent::unbind(const IpEndpoint& remote) {
    std::erase(remotes_, remote);
    if (selected_ == remote) selected_.reset();
}

bool LiteAgent::bound(const IpEndpoint& remote) const noexcept {
    return std::find(remotes_.begin(), remotes_.end(), remote) != remotes_.end();
}

}  // namespace wims::media::ice
