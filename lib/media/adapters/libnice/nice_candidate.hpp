// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <agent.h>

#include <memory>
#include <optional>

#include <wims/media/ip_endpoint.hpp>
#include <wims/w3/transport.hpp>

namespace wims::media {

struct FreeCandidate {
    void operator()(NiceCandidate* candidate) const noexcept { nice_candidate_free(candidate); }
};
using OwnedCandidate = std::unique_ptr<NiceCandidate, FreeCandidate>;

w3::IceCandidate from_nice(const NiceCandidate& candidate);
std::optional<IpEndpoint> endpoint_of(const NiceAddress& address);
/// Nothing for what is no numeric UDP address of component 1.
OwnedCandidate to_nice(const w3::IceCandidate& candidate, guint stream);

}  // namespace wims::media
