// SPDX-License-Identifier: Apache-2.0
#include "media/engine/latch.hpp"

#include <algorithm>

namespace wims::media::engine {

namespace {

bool same_network(const IpEndpoint& a, const IpEndpoint& b) noexcept {
    const std::size_t octets = a.v6 ? 8 : 3;
    return std::equal(a.ip.begin(), a.ip.begin() + octets, b.ip.begin());
}

bool within(CoreLatching::Range range, const IpEndpoint& announced, const IpEndpoint& from) noexcept {
    if (announced.v6 != from.v6) return false;
    switch (range) {
        case CoreLatching::Range::never: return false;
        case CoreLatching::Range::port: return announced.same_host(from);
        case CoreLatching::Range::network: return same_network(announced, from);
        case CoreLatching::Range::any: return true;
    }
    return false;
}

}  // namespace

void Latch::announce(const std::optional<IpEndpoint>& peer) noexcept {
    announced_ = target_ = peer;
    latched_.reset();
}

bool Latch::admits(const IpEndpoint& from, const CoreLatching& policy, TimePoint now) const noexcept {
    if (!announced_) return false;
    if (from == *announced_ || from == latched_) return true;
    if (!within(policy.range, *announced_, from)) return false;
    if (!latched_ || policy.again == CoreLatching::Again::always) return true;
    return policy.again == CoreLatching::Again::silence && now - heard_ >= policy.silence;
}

bool Latch::heard(const IpEndpoint& from, const CoreLatching& policy, TimePoint now) noexcept {
    heard_ = now;
    if (from == latched_) return false;
    latched_ = from;
    target_ = policy.symmetric ? latched_ : announced_;
    return from != announced_;
}

}  // namespace wims::media::engine
