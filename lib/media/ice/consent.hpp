// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include <wims/common/clock.hpp>
#include <wims/w3/transport.hpp>

#include <wims/media/ip_endpoint.hpp>
#include "media/ice/stun_message.hpp"
#include "media/ice/stun_writer.hpp"

namespace wims::media::ice {

/// Asks the peer on the selected pair, every 4 to 6 s, whether it still wants to hear us: what a lite end lacks. Sans-IO.
/// [RFC 7675 5.1; AGW-05]
class Consent {
public:
    static constexpr Duration interval = std::chrono::seconds(5);  ///< times 0.8 to 1.2

    /// Consent is given at first by the check that chose the pair.
    explicit Consent(TimePoint now);

    /// A request to be sent now to `selected`. Its USERNAME and MESSAGE-INTEGRITY are the peer's ufrag and password.
    /// [RFC 8445 7.1.1, 7.1.2]
    std::optional<StunWriter> handle_time(const w3::IceCredentials& local, const w3::IceCredentials& remote,
                                          const IpEndpoint& selected, TimePoint now);
    /// True when it answers one of ours, from where that went, with the peer's password.
    bool receive(const StunMessage& response, const IpEndpoint& from, const w3::IceCredentials& remote, TimePoint now);

    TimePoint given() const noexcept { return given_; }
    TimePoint deadline() const noexcept { return next_; }

private:
    struct Asked {
        TransactionId transaction{};
        IpEndpoint to;
        bool open = false;
    };

    TimePoint given_;
    TimePoint next_;
    std::array<Asked, 8> asked_{};  // more than are sent before consent is lost
    std::size_t count_ = 0;
};

}  // namespace wims::media::ice
