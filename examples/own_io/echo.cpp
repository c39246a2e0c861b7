// SPDX-License-Identifier: Apache-2.0
// The media engine and the IMS-ALG in a data plane of one's own: two UDP sockets, poll(2) and a clock, nothing else. One
// browser's SDP offer comes on standard input, up to a line with a dot; the answer goes to standard output. The core leg
// leads back to itself: the browser hears what it says. It ends when the browser does, or the input.
//   own-io-echo [IP]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <string>

#include <wims/media/session_engine.hpp>
#include <wims/signalling/ims_alg.hpp>

namespace {

using namespace wims;

TimePoint now() {
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().text);
    return std::move(*result);
}

class Udp {
public:
    explicit Udp(const std::string& ip) : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)), ip_(ip) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        socklen_t size = sizeof address;
        if (inet_pton(AF_INET, ip.c_str(), &address.sin_addr) != 1) throw std::runtime_error("no IPv4 address: " + ip);
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error(ip + ": " + std::strerror(errno));
        port_ = ntohs(address.sin_port);
    }
    Udp(const Udp&) = delete;
    ~Udp() { close(fd_); }

    int fd() const { return fd_; }
    TransportAddress address() const { return {ip_, port_}; }

    /// A packet in `slot` with room behind it; size 0 when none is there.
    media::Packet receive(std::array<std::uint8_t, 2048>& slot, media::IpEndpoint& from) const {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        const auto n = recvfrom(fd_, slot.data(), slot.size() - media::SessionEngine::tail_octets, 0,
                                reinterpret_cast<sockaddr*>(&address), &size);
        from = {};
        std::memcpy(from.ip.data(), &address.sin_addr, 4);
        from.port = ntohs(address.sin_port);
        return {slot.data(), n < 0 ? 0 : static_cast<std::size_t>(n), slot.size()};
    }

    void send(std::span<const std::uint8_t> datagram, const media::IpEndpoint& to) const {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        std::memcpy(&address.sin_addr, to.ip.data(), 4);
        address.sin_port = htons(to.port);
        // A datagram that is lost here is lost like any other.
        (void)sendto(fd_, datagram.data(), datagram.size(), 0, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }

private:
    int fd_;
    std::string ip_;
    std::uint16_t port_ = 0;
};

/// What the engine makes, and whether the browser is still there.
class Wires final : public media::SessionOutput {
public:
    explicit Wires(const std::string& ip) : access(ip), core_rtp(ip), core_rtcp(ip) {}

    void send_access(std::span<const std::uint8_t> datagram, const media::IpEndpoint& to) override {
        access.send(datagram, to);
    }
    void send_core(std::size_t, media::CorePort port, std::span<const std::uint8_t> datagram,
                   const media::IpEndpoint& to) override {
        (port == media::CorePort::rtp ? core_rtp : core_rtcp).send(datagram, to);
    }
    void event(iq::EventKind kind, std::string detail) override {
        std::cerr << to_string(kind) << ' ' << detail << '\n';
        gone = kind == iq::EventKind::dtls_closed || kind == iq::EventKind::dtls_failed ||
               kind == iq::EventKind::consent_lost;
    }

    Udp access, core_rtp, core_rtcp;
    bool gone = false;
};

struct Host final : LogSink, Metrics {
    void write(const LogRecord& record) noexcept override { std::cerr << record.entity << ": " << record.text << '\n'; }
    void count(std::string_view, std::uint64_t) noexcept override {}
    void gauge(std::string_view, std::int64_t) noexcept override {}
};

std::string read_offer() {
    std::string offer;
    for (std::string line; std::getline(std::cin, line) && line != "." && line != ".\r";) offer += line + "\n";
    return offer;
}

/// What Iq's reserve would have given.
iq::Reserved reserved(const media::SessionEngine& session, const Wires& wires) {
    iq::Reserved out;
    out.access = session.local();
    out.access_address = wires.access.address();
    out.access.candidates = {{"1", 1, "UDP", 2130706431, out.access_address.ip, out.access_address.port, "host"}};
    out.core = {{0, wires.core_rtp.address(), wires.core_rtcp.address()}};
    return out;
}

/// A phone that takes G.711, and whose ports are the gateway's own: what is sent there comes back.
std::string loops_back(const iq::Reserved& gateway) {
    const auto& core = gateway.core.front();
    return "v=0\r\no=- 1 1 IN IP4 " + core.rtp.ip + "\r\ns=-\r\nc=IN IP4 " + core.rtp.ip + "\r\nt=0 0\r\nm=audio " +
           std::to_string(core.rtp.port) + " RTP/AVP 0\r\na=rtcp:" + std::to_string(core.rtcp.port) + "\r\n";
}

int milliseconds_until(const std::optional<TimePoint>& when) {
    if (!when) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*when - now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

/// Until the browser or the input ends.
void serve(media::SessionEngine& session, Wires& wires) {
    std::array<std::uint8_t, 2048> slot;
    media::IpEndpoint from;
    while (!wires.gone) {
        std::array<pollfd, 4> fds{{{wires.access.fd(), POLLIN, 0},
                                   {wires.core_rtp.fd(), POLLIN, 0},
                                   {wires.core_rtcp.fd(), POLLIN, 0},
                                   {STDIN_FILENO, POLLIN, 0}}};
        poll(fds.data(), fds.size(), milliseconds_until(session.deadline()));
        if (fds[0].revents != 0)
            if (auto packet = wires.access.receive(slot, from); packet.size > 0)
                session.receive_access(packet, from, now());
        if (fds[1].revents != 0)
            if (auto packet = wires.core_rtp.receive(slot, from); packet.size > 0)
                session.receive_core(0, media::CorePort::rtp, packet, from, now());
        if (fds[2].revents != 0)
            if (auto packet = wires.core_rtcp.receive(slot, from); packet.size > 0)
                session.receive_core(0, media::CorePort::rtcp, packet, from, now());
        if (fds[3].revents != 0 && std::cin.get() == std::char_traits<char>::eof()) return;
        session.handle_time(now());
    }
}

void run(const std::string& ip) {
    Host host;
    Wires wires(ip);
    const auto engine = must(media::MediaEngine::create({}, std::chrono::system_clock::now(), host, host));

    ims_alg::Negotiation call{ims_alg::Policy{}};
    const auto offered = must(call.offer(ims_alg::Side::access, read_offer()));
    const auto session = must(engine->open({{}, offered.streams, offered.access_remote}, wires, now()));
    const auto gateway = reserved(*session, wires);
    call.reserved(gateway);

    const auto agreed = must(call.answer(ims_alg::Side::core, loops_back(gateway)));
    if (const auto ok = session->configure({{}, 0, agreed.access_remote, agreed.streams}, now()); !ok)
        throw std::runtime_error(ok.error().text);
    std::cout << call.forwarded_answer() << ".\r\n" << std::flush;

    serve(*session, wires);
    for (const auto& stream : session->release())
        std::cerr << stream.packets_to_core << " packets to the core, " << stream.packets_to_access << " back\n";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        run(argc > 1 ? argv[1] : "127.0.0.1");
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 2;
    }
}
