// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/w3/transport.hpp>

#include <wims/media/ip_endpoint.hpp>
#include "media/ice/stun_message.hpp"
#include "media/ice/stun_writer.hpp"

namespace wims::media::ice {

/// What became of one STUN message.
enum class CheckOutcome : std::uint8_t {
    ignored,   ///< an indication or a response: nothing to do
    refused,   ///< answered with an error
    accepted,  ///< a valid check from an address already bound
    bound,     ///< a valid check that bound its address
};

/// The answer for a check whose USERNAME names nobody here. [RFC 8489 9.1.3]
StunWriter refuse(const StunMessage& request, std::uint16_t code, std::string_view reason);

/// The lite end of one ICE session: it answers checks and never starts one; the peer nominates. Sans-IO.
/// [RFC 8445 2.5, 7.3; AGW-03]
class LiteAgent {
public:
    static constexpr std::size_t max_remotes = 16;

    explicit LiteAgent(w3::IceCredentials local);

    const w3::IceCredentials& local() const noexcept { return local_; }
    /// Those of before the last restart: checks with them are answered, and the pair they chose is used until the peer
    /// nominates one with the new ones. [RFC 8445 9] (ALG-12)
    const std::optional<w3::IceCredentials>& previous() const noexcept { return previous_; }
    void restart(w3::IceCredentials local);
    /// The selected pair was nominated after the last restart.
    bool renewed() const noexcept { return renewed_; }

    struct Answer {
        CheckOutcome outcome;
        std::optional<StunWriter> response;
        std::optional<IpEndpoint> unbound;  ///< an address given up because there were too many
    };
    Answer receive(const StunMessage& message, const IpEndpoint& from, TimePoint now);

    /// A pair that a full agent elsewhere has found.
    void adopt(const IpEndpoint& remote, TimePoint now);

    /// Another session proved that it owns the address now.
    void unbind(const IpEndpoint& remote);

    /// Where to send: the pair nominated last, else the first one that was checked. Nothing before a valid check.
    /// (AGW-04)
    const std::optional<IpEndpoint>& selected() const noexcept { return selected_; }
    bool bound(const IpEndpoint& remote) const noexcept;
    const std::vector<IpEndpoint>& remotes() const noexcept { return remotes_; }
    /// Consent: when the peer last proved that it wants to hear us. [RFC 7675 5.1]
    const std::optional<TimePoint>& last_check() const noexcept { return last_check_; }

private:
    Answer bind(const StunMessage& request, const w3::IceCredentials& used, const IpEndpoint& from, TimePoint now);
    void select(const StunMessage& request, bool current, const IpEndpoint& from);
    const w3::IceCredentials* named_by(const StunMessage& message) const noexcept;

    w3::IceCredentials local_;
    std::optional<w3::IceCredentials> previous_;
    bool renewed_ = true;
    std::vector<IpEndpoint> remotes_;  // oldest first
    std::optional<IpEndpoint> selected_;
    std::optional<TimePoint> last_check_;
};

}  // namespace wims::media::ice
