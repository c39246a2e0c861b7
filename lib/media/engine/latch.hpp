// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <wims/common/clock.hpp>
#include <wims/media/core_latching.hpp>
#include <wims/media/ip_endpoint.hpp>

namespace wims::media::engine {

/// The peer of one core port, as CoreLatching has it. No heap.
class Latch {
public:
    /// Nothing: the peer is not known. What was latched is forgotten.
    void announce(const std::optional<IpEndpoint>& peer) noexcept;

    /// Whether a packet from there may be looked at.
    bool admits(const IpEndpoint& from, const CoreLatching& policy, TimePoint now) const noexcept;
    /// An admitted packet was good. True when the port follows another source than before, which is not the announced one.
    bool heard(const IpEndpoint& from, const CoreLatching& policy, TimePoint now) noexcept;

    const std::optional<IpEndpoint>& announced() const noexcept { return announced_; }
    /// Where to send; nothing while unknown.
    const std::optional<IpEndpoint>& target() const noexcept { return target_; }

private:
    std::optional<IpEndpoint> announced_;
    std::optional<IpEndpoint> latched_;
    std::optional<IpEndpoint> target_;
    TimePoint heard_{};  // from latched_
};

}  // namespace wims::media::engine
