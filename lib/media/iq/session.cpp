// SPDX-License-Identifier: Apache-2.0
#include "media/iq/session.hpp"

#include <algorithm>
#include <utility>

namespace wims::media {

Session::Session(iq::ContextId id, iq::OwnerId owner, const Ways& ways, std::vector<Ports> ports, const Logger& log,
                 Metrics& metrics, std::shared_ptr<Listening> listening, Executor& executor)
    : id_(id), owner_(owner), ways_(ways), log_(log), metrics_(metrics), listening_(std::move(listening)),
      executor_(executor), ports_(std::move(ports)), opened_(executor.now()), timer_(executor), hanging_(executor),
      gathering_(executor) {}

Result<void> Session::traverse(FullAgents& agents, bool controlling) {
    auto agent = agents.create(context_->local().ice, controlling, *this);
    if (!agent) return agent.error();
    agent_ = std::move(*agent);
    return {};
}

void Session::when_gathered(Duration at_most, std::function<void()> then) {
    if (gathered_) return then();
    then_ = std::move(then);
    gathering_.start(at_most, [this] { on_gathered(); });
}

void Session::on_gathered() {
    gathered_ = true;
    gathering_.stop();
    if (const auto then = std::exchange(then_, nullptr)) then();
}

void Session::on_pair(const IpEndpoint& remote) {
    context_->set_pair(remote, executor_.now());
    plan();
}

void Session::on_ice_lost() { context_->lose_pair(); }

void Session::on_access_datagram(Packet& packet) {
    const auto kind = engine::classify(packet.octets());
    if (kind == engine::PacketKind::stun || kind == engine::PacketKind::unknown)
        return count(metrics_, Counter::demux_unknown);
    context_->receive_access(kind, packet, executor_.now());
    plan();
}

void Session::plan() {
    const auto next = context_->deadline();
    if (!next || (timer_.running() && planned_ <= *next)) return;
    planned_ = *next;
    timer_.start(*next - executor_.now(), [this] {
        context_->handle_time(executor_.now());
        plan();
    });
}

void Session::asked(Duration patience) {
    if (patience <= Duration::zero()) return;
    hanging_.start(patience, [this, patience] {
        count(metrics_, Counter::hanging_terminations);
        const Duration silent = executor_.now() - std::max(opened_, context_->last_heard());
        const auto seconds = [](Duration d) {
            return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(d).count());
        };
        Listening::tell(listening_, owner_,
                        {iq::EventKind::hanging_termination, id_,
                         "no request for " + seconds(patience) + " s, silent for " + seconds(silent) + " s", silent});
        asked(patience);
    });
}

bool Session::send(core_leg::UdpSocket& socket, std::span<const std::uint8_t> datagram, const IpEndpoint& to) {
    if (ways_.reader.holds(datagram)) return ways_.burst.add(socket, datagram, to);
    const bool before = ways_.burst.flush();  // nothing overtakes
    return socket.send(datagram, to) && before;
}

void Session::send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) {
    auto* const udp = ways_.access.udp(to);
    const bool sent = agent_           ? agent_->send(datagram)
                      : udp != nullptr ? send(*udp, datagram, to)
                                       : ways_.access.send(datagram, to);
    if (!sent) count(metrics_, Counter::send_failed);
}

void Session::send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                        const IpEndpoint& to) {
    auto& ports = ports_[stream];
    if (!send(port == CorePort::rtp ? ports.rtp : ports.rtcp, datagram, to)) count(metrics_, Counter::send_failed);
}

void Session::event(iq::EventKind kind, std::string detail) {
    Listening::tell(listening_, owner_, iq::Event{kind, id_, std::move(detail)});
}

}  // namespace wims::media
