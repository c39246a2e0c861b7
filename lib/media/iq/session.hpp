// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
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
#include "media/w3/full_agent.hpp"

namespace wims::media {

/// One context on a worker: its engine, its core sockets, and where the engine's output goes.
class Session final : public SessionOutput, FullAgent::User {
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

    Session(iq::ContextId id, iq::OwnerId owner, const Ways& ways, std::vector<Ports> ports, const Logger& log,
            Metrics& metrics, std::shared_ptr<Listening> listening, Executor& executor);

    iq::ContextId id() const noexcept { return id_; }
    iq::OwnerId owner() const noexcept { return owner_; }
    const std::vector<Ports>& ports() const noexcept { return ports_; }
    std::vector<Ports>& ports() noexcept { return ports_; }
    /// Whose context it is.
    static Session& of(engine::Context& context) noexcept { return static_cast<Session&>(context.host()); }
    /// With the trail of its reserve.
    const Logger& log() const noexcept { return log_; }
    engine::Context& context() noexcept { return *context_; }
    void own(std::unique_ptr<engine::Context> context) { context_ = std::move(context); }
    /// Full ICE on a socket of its own instead of the worker's; after own(). Fails as FullAgents::create.
    Result<void> traverse(FullAgents& agents, bool controlling);
    FullAgent* agent() noexcept { return agent_.get(); }
    /// Runs `then` once candidates are there, or after `at_most`.
    void when_gathered(Duration at_most, std::function<void()> then);

    /// Starts or moves the timer when the engine wants to be called earlier than planned.
    void plan();
    /// A request named the context: says so when none has for so long, and each time as long passes. 0: never. (AGW-17)
    void asked(Duration patience);

    void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) override;
    void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                   const IpEndpoint& to) override;
    void event(iq::EventKind kind, std::string detail) override;

private:
    bool send(core_leg::UdpSocket& socket, std::span<const std::uint8_t> datagram, const IpEndpoint& to);
    void on_gathered() override;
    void on_pair(const IpEndpoint& remote) override;
    void on_ice_lost() override;
    void on_access_datagram(Packet& packet) override;

    const iq::ContextId id_;
    const iq::OwnerId owner_;
    const Ways ways_;
    const Logger log_;
    Metrics& metrics_;
    const std::shared_ptr<Listening> listening_;
    Executor& executor_;

    std::vector<Ports> ports_;
    std::unique_ptr<engine::Context> context_;
    const TimePoint opened_;
    Timer timer_;
    Timer hanging_;
    TimePoint planned_{};
    bool gathered_ = false;
    std::function<void()> then_;
    Timer gathering_;
    std::unique_ptr<FullAgent> agent_;  // calls back into the rest
};

}  // namespace wims::media
