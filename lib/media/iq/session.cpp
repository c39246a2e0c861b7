// SPDX-License-Identifier: Apache-2.0
#include "media/iq/session.hpp"

#include <utility>

namespace wims::media {

Session::Session(iq::ContextId id, AccessSockets& access, std::vector<Ports> ports, const Logger& log, Metrics& metrics,
                 std::shared_ptr<Listening> listening, Executor& executor)
    : id_(id), access_(access), log_(log), metrics_(metrics), listening_(std::move(listening)), executor_(executor),
      ports_(std::move(ports)), timer_(executor) {}

void Session::plan() {
    const auto next = context_->deadline();
    if (!next || (timer_.running() && planned_ <= *next)) return;
    planned_ = *next;
    timer_.start(*next - executor_.now(), [this] {
        context_->handle_time(executor_.now());
        plan();
    });
}

void Session::send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) {
    if (!access_.send(datagram, to)) count(metrics_, Counter::send_failed);
}

void Session::send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                        const IpEndpoint& to) {
    auto& ports = ports_[stream];
    auto& socket = port == CorePort::rtp ? ports.rtp : ports.rtcp;
    if (!socket.send(datagram, to)) count(metrics_, Counter::send_failed);
}

void Session::event(iq::EventKind kind, std::string detail) {
    Listening::tell(listening_, iq::Event{kind, id_, std::move(detail)});
}

}  // namespace wims::media
