// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <wims/common/executor.hpp>

#include <wims/media/session_output.hpp>
#include "media/core_leg/burst.hpp"
#include "media/core_leg/datagram_reader.hpp"
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
        TimePoint rtp_read, rtcp_read;  // when last
    };

    /// What sessions of a worker send through.
    struct Ways {
        AccessSockets& access;
        core_leg::Burst& burst;  ///< of datagrams in the reader's slots; flushed before the next read
        const core_leg::DatagramReader& reader;
    };

    Session(iq::ContextId id, const Ways& ways, std::vector<Ports> ports, const Logger& log, Metrics& metrics,
            std::shared_ptr<Listening> listening, Executor& executor);

    iq::ContextId id() const noexcept { return id_; }
    const std::vector<Ports>& ports() const noexcept { return ports_; }
    std::vector<Ports>& ports() noexcept { return ports_; }
    /// Whose context it is.
    static Session& of(engine::Context& context) noexcept { return static_cast<Session&>(context.host()); }
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
    bool send(core_leg::UdpSocket& socket, std::span<const std::uint8_t> datagram, const IpEndpoint& to);

    const iq::ContextId id_;
    const Ways ways_;
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
