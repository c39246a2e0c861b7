// SPDX-License-Identifier: Apache-2.0
// A stranger's IMS-AGW with a data plane of its own: packets in, packets out.
#include <array>
#include <cstdint>
#include <vector>

#include <wims/media/counters.hpp>
#include <wims/media/ims_agw.hpp>
#include <wims/media/session_engine.hpp>

#include "host.hpp"

using namespace wims;
using namespace wims::media;

namespace {

struct DataPlane final : SessionOutput {
    void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint&) override {
        sent.emplace_back(datagram.begin(), datagram.end());
    }
    void send_core(std::size_t, CorePort, std::span<const std::uint8_t>, const IpEndpoint&) override {}
    void event(iq::EventKind kind, std::string) override { std::cout << to_string(kind) << '\n'; }
    std::vector<std::vector<std::uint8_t>> sent;
};

iq::ReserveRequest one_audio_stream() {
    iq::ReserveRequest request;
    request.trail = TrailId::create();
    request.streams.emplace_back();
    request.streams[0].payloads = {{8, 8, "PCMA", 8000}};
    return request;
}

// A connectivity check without credentials. [RFC 8489 9.1.3]
void a_stranger_knocks(SessionEngine& session, DataPlane& plane, TimePoint now) {
    alignas(4) std::array<std::uint8_t, 20 + SessionEngine::tail_octets> slot{0,    1,    0, 0, 0x21, 0x12,
                                                                              0xa4, 0x42, 1, 2, 3};
    Packet packet{slot.data(), 20, slot.size()};
    session.receive_access(packet, *IpEndpoint::from({"192.0.2.1", 4000}), now);
    expect(plane.sent.size() == 1 && plane.sent[0].at(0) == 1 && plane.sent[0].at(1) == 0x11,
           "a check without credentials is answered with an error");
}

}  // namespace

int main() {
    std::cout << "webrtc-ims " << version() << '\n';
    Host host;
    const auto made = MediaEngine::create({}, WallTime(std::chrono::seconds(1800000000)), host, host);
    expect(made.ok(), "an engine");
    DataPlane plane;
    const TimePoint now{std::chrono::seconds(1)};
    const auto session = take((*made)->open(one_audio_stream(), plane, now), "a session with one stream");
    const auto local = session->local();
    expect(local.ice.ufrag.size() >= 4 && local.ice.pwd.size() >= 22 && local.fingerprints.size() == 1,
           "what SDP says of it: ICE credentials and a fingerprint");
    a_stranger_knocks(*session, plane, now);
    expect(session->release().size() == 1, "its end tells statistics of the stream");

    ImsAgwConfig config;
    config.w3.bind = {"127.0.0.1", 0};
    config.core_ip = "127.0.0.1";
    const auto gateway = take(ImsAgw::create(config, host, host), "a gateway with sockets");
    const auto reserved = take(host.ask<iq::Reserved>([&](Deadline deadline, Completion<iq::Reserved> done) {
        gateway->reserve(one_audio_stream(), deadline, std::move(done));
    }),
                               "Iq reserve");
    expect(gateway->health().contexts == 1 && reserved.access_address.port == gateway->health().w3.port,
           "one context on W3");
    expect(name_of(Counter::contexts_reserved) == "agw.contexts_reserved", "counters have names");
}
