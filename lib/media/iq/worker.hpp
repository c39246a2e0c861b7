// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <wims/iq/gateway.hpp>
#include <wims/media/ims_agw.hpp>

#include "common/runtime/event_loop.hpp"
#include "media/core_leg/burst.hpp"
#include "media/core_leg/datagram_reader.hpp"
#include "media/core_leg/port_pool.hpp"
#include "media/core_leg/udp_socket.hpp"
#include "media/dtls/endpoint.hpp"
#include "media/engine/dispatcher.hpp"
#include "media/iq/gathering.hpp"
#include "media/iq/handshake_queue.hpp"
#include "media/iq/listening.hpp"
#include "media/iq/session.hpp"
#include "media/quality/board.hpp"
#include "media/w3/access_sockets.hpp"

namespace wims::media {

/// The sockets and contexts of one gateway thread. Every member but create() runs on the loop's thread.
class Worker final : TcpListener::User {
public:
    /// Before the loop does anything for it; all references outlive the worker.
    static Result<std::unique_ptr<Worker>> create(const ImsAgwConfig& config, EventLoop& loop, LogSink& log,
                                                  Metrics& metrics, std::shared_ptr<Listening> listening);
    ~Worker();

    void start();
    /// Ends every context without events.
    void stop();

    /// At once, or with full ICE when candidates are gathered.
    void reserve(const iq::ReserveRequest& request, const Completion<iq::Reserved>& done);
    Result<iq::Configured> configure(const iq::ConfigureRequest& request);
    Result<iq::Released> release(const iq::ReleaseRequest& request);
    void release_all(iq::OwnerId owner);
    ImsAgw::Health health() const;
    /// Any thread; constant.
    const quality::Board& board() const noexcept { return board_; }
    /// As bound; constant.
    TransportAddress access_address() const { return access_.local().text(); }

private:
    Worker(const ImsAgwConfig& config, EventLoop& loop, LogSink& log, Metrics& metrics,
           std::shared_ptr<Listening> listening);
    Result<void> open();

    Result<Session*> open_session(const iq::ReserveRequest& request, const Logger& log);
    void reserved(iq::ContextId id, const iq::ReserveRequest& request, const Completion<iq::Reserved>& done);
    Result<std::vector<Session::Ports>> bind_ports(const std::vector<iq::StreamSpec>& streams);
    Result<Session::Ports> bind_pair(std::uint8_t dscp);
    void exhausted(const Error& error);
    bool recovered() const;
    void give_back(const std::vector<Session::Ports>& ports);
    iq::Reserved describe(Session& session, const iq::ReserveRequest& request) const;
    void describe_ice(Session& session, w3::TransportDescription& out) const;
    void watch(Session& session);
    void abandon(iq::ContextId id);
    void end(Session& session);

    void receive_access(Packet& packet, const IpEndpoint& from, TimePoint now);
    void handle_access(Packet& packet, const IpEndpoint& from, TimePoint now);
    void handshake_round();
    void access_readable(int fd);
    void on_tcp_datagram(Packet& packet, const IpEndpoint& from) override { receive_access(packet, from, loop_.now()); }
    void on_tcp_closed(const IpEndpoint& from) override { dispatcher_.forget(from); }
    bool in_use(const IpEndpoint& from) const override { return dispatcher_.bound(from); }
    void flush(std::size_t packets, TimePoint now);
    void core_readable(Session& session, std::size_t stream, CorePort port);

    const ImsAgwConfig config_;
    EventLoop& loop_;
    LogSink& log_sink_;
    Logger log_;
    Metrics& metrics_;
    const std::shared_ptr<Listening> listening_;

    std::unique_ptr<dtls::Endpoint> dtls_;
    std::unique_ptr<srtp::Backend> srtp_;
    std::unique_ptr<engine::Shared> shared_;
    std::unique_ptr<FullAgents> agents_;  // with ImsAgwConfig::traversal
    IpEndpoint core_ip_;
    AccessSockets access_;
    core_leg::PortPool ports_;
    core_leg::DatagramReader reader_;
    core_leg::Burst burst_;
    Gathering gathering_;
    engine::Dispatcher dispatcher_;
    HandshakeQueue handshakes_;
    quality::Board board_;
    std::unordered_map<iq::ContextId, std::unique_ptr<Session>> sessions_;
    bool stopped_ = false;
    bool exhausted_ = false;  // told, and not recovered since
};

}  // namespace wims::media
