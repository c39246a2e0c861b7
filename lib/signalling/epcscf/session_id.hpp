// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/common/ids.hpp>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// The Session-ID of one call on Mw: our UUID and the peer's, the null UUID until we have heard it. [RFC 7989 5]
/// With icid-value it is the one place on Mw that carries the trail id.
class SessionId {
public:
    /// A call that starts here: the trail is our UUID.
    static SessionId originating(const TrailId& trail);
    /// A call that comes in: its UUID becomes the trail when it is well-formed and not null, else ours does.
    static SessionId terminating(const sip::Message& request);

    const TrailId& trail() const noexcept { return trail_; }
    /// "<ours>;remote=<theirs>"
    std::string value() const { return local_.hex() + ";remote=" + remote_.hex(); }
    /// Takes the peer's UUID from a message of the same call.
    void heard(const sip::Message& message);

private:
    TrailId trail_, local_, remote_;
};

}  // namespace wims::epcscf
