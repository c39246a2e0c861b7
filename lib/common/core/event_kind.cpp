// SPDX-License-Identifier: Apache-2.0
#include <wims/iq/gateway.hpp>

namespace wims::iq {

std::string_view to_string(EventKind kind) noexcept {
    switch (kind) {
        case EventKind::ice_connected: return "ice-connected";
        case EventKind::dtls_established: return "dtls-established";
        case EventKind::dtls_failed: return "dtls-failed";
        case EventKind::dtls_closed: return "dtls-closed";
        case EventKind::consent_lost: return "consent-lost";
        case EventKind::media_inactivity: return "media-inactivity";
        case EventKind::gateway_lost: return "gateway-lost";
        case EventKind::hanging_termination: return "hanging-termination";
        case EventKind::resources_exhausted: return "resources-exhausted";
    }
    return "unknown";
}

}  // namespace wims::iq
