// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <wims/iq/gateway.hpp>
#include <wims/media/session_output.hpp>

#include "media/engine/access_transport.hpp"

namespace wims::media::engine {

/// SRTP on the core legs of one context, for the streams that have keys: what the engine sends there is protected on its
/// way out, what comes is taken out of it. [RFC 4568, RFC 3711]
class CoreProtection final : public SessionOutput {
public:
    CoreProtection(const Shared& shared, std::size_t streams, SessionOutput& output)
        : shared_(shared), output_(output), legs_(streams) {}

    /// usage: an unknown suite, two suites, or a key of the wrong length.
    static Result<void> check(const iq::StreamSpec& spec);
    /// After check. The same keys change nothing; others at the same address go on with the roll-over counters.
    /// [RFC 4568 6.4]
    void set(std::size_t stream, const iq::StreamSpec& spec);
    /// In place; false and counted when it must not be believed.
    bool unprotect(std::size_t stream, Packet& packet, bool rtcp);

    void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) override {
        output_.send_access(datagram, to);
    }
    void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                   const IpEndpoint& to) override;
    void event(iq::EventKind kind, std::string detail) override { output_.event(kind, std::move(detail)); }

private:
    struct Leg {
        std::optional<iq::CoreSdes> sdes;
        std::optional<iq::CoreRemote> remote;
        std::unique_ptr<srtp::Session> srtp;
    };

    const Shared& shared_;
    SessionOutput& output_;
    std::vector<Leg> legs_;
};

}  // namespace wims::media::engine
