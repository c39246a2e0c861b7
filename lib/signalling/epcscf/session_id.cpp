// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/session_id.hpp"

#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {
TrailId peer_of(const sip::Message& message) {
    const std::string_view value = message.get("Session-ID");
    return TrailId::from(sip::trim(value.substr(0, value.find(';'))));
}
}  // namespace

SessionId SessionId::originating(const TrailId& trail) {
    SessionId id;
    id.trail_ = id.local_ = trail;
    return id;
}

SessionId SessionId::terminating(const sip::Message& request) {
    SessionId id;
    id.local_ = TrailId::create();
    id.remote_ = peer_of(request);
    id.trail_ = id.remote_.null() ? id.local_ : id.remote_;
    return id;
}

void SessionId::heard(const sip::Message& message) {
    if (const TrailId peer = peer_of(message); !peer.null()) remote_ = peer;
}

}  // namespace wims::epcscf
