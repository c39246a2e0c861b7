// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <wims/common/executor.hpp>

#include <wims/media/session_output.hpp>
#include "media/core_leg/udp_socket.hpp"
#include "media/engine/context.hpp"
#include "media/iq/listening.hpp"
#include "media/w3/access_sockets.hpp"

namespace wims::media {

/// One context on a worker: its engine, its core sockets, and where the engine's output goes.
class Session final : public SessionOutput {
public:
    struct Ports {
        core_leg::UdpSocket rtp;
        core_leg::UdpSocket rtcp;
    };

    Session(iq::ContextId id, AccessSockets& access, std::vector<Ports> ports, const Logger& log, Metrics& metrics,
            std::shared_ptr<Listening> listening, Executor& executor);

    iq::ContextId id() const noexcept { return id_; }
    const std::vector<Ports>& ports() const noexcept { return ports_; }
    /// With the trail of its reserve.
    const Logger& log() const noexcept { return log_; }
    engine::Context& context() noexcept { return *context_; }
    void own(std::unique_ptr<engine::Context> context) { context_ = std::move(context); }
    /// Starts or moves the timer when the engine wants to be called earlier than planned.
    void plan();

    void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) override;
    void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                   const IpEndpoint& to) override;
    void event(iq::EventKind kind, std::string detail) override;

private:
    const iq::ContextId id_;
    AccessSockets& access_;
    const Logger log_;
    Metrics& metrics_;
    const std::shared_ptr<Listening> listening_;
    Executor& executor_;

    std::vector<Ports> ports_;
    std::unique_ptr<engine::Context> context_;
    Timer timer_;
    TimePoint planned_{};
};

}  // namespace wims::media
