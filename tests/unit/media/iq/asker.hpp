// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <poll.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <wims/media/ims_agw.hpp>

#include "common/runtime/event_loop.hpp"
#include "media/core_leg/datagram_reader.hpp"
#include "media/core_leg/udp_socket.hpp"
#include "media/dtls/association.hpp"
#include "media/engine/demux.hpp"
#include "media/ice/stun_writer.hpp"
#include "media/srtp/session.hpp"
#include "support/recording_host.hpp"
#include "support/srtp_backend.hpp"

namespace wims::test {

using namespace wims::media;
using iq::EventKind;

/// A signalling thread that asks the gateway, and waits.
struct Asker {
    explicit Asker(ImsAgwConfig wanted = config()) {
        auto made = ImsAgw::create(wanted, host, host);
        REQUIRE(made.ok());
        agw = std::move(*made);
        agw->notify(thread.loop(), [this](const iq::Event& event) {
            events.push_back(event);
            order.push_back(std::string(iq::to_string(event.kind)));
        });
    }

    static ImsAgwConfig config() {
        ImsAgwConfig c;
        c.srtp = srtp_backend;
        c.w3.bind = {"127.0.0.1", 0};
        c.core_ip = "127.0.0.1";
        c.core_port_min = 46000;
        c.core_port_max = 46019;
        c.contexts = 8;
        return c;
    }

    template <class T>
    Result<T> ask(const std::function<void(Deadline, Completion<T>)>& begin, const char* name) {
        std::promise<Result<T>> promise;
        Operation operation;
        thread.loop().post([&] {
            operation =
                async<T>(thread.loop(), thread.loop().now() + std::chrono::seconds(5), begin, [&](Result<T> result) {
                    order.push_back(name);
                    promise.set_value(std::move(result));
                });
        });
        auto result = promise.get_future().get();
        thread.run_and_wait([&] { operation.reset(); });
        return result;
    }
    Result<iq::Reserved> reserve(const iq::ReserveRequest& r) {
        return ask<iq::Reserved>([&](Deadline d, Completion<iq::Reserved> done) { agw->reserve(r, d, done); },
                                 "reserve");
    }
    Result<iq::Configured> configure(const iq::ConfigureRequest& r) {
        return ask<iq::Configured>([&](Deadline d, Completion<iq::Configured> done) { agw->configure(r, d, done); },
                                   "configure");
    }
    Result<iq::Released> release(iq::ContextId context) {
        return ask<iq::Released>(
            [&](Deadline d, Completion<iq::Released> done) {
                agw->release({TrailId(), context}, d, done);
            },
            "release");
    }
    bool wait_for(EventKind kind) {
        for (int i = 0; i < 300; ++i) {
            bool seen = false;
            thread.run_and_wait([&] {
                for (const auto& event : events) seen = seen || event.kind == kind;
            });
            if (seen) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    test::RecordingHost host;
    LoopThread thread{"test-asker"};
    std::vector<iq::Event> events;   // thread's
    std::vector<std::string> order;  // thread's
    std::unique_ptr<ImsAgw> agw;
};

inline iq::ReserveRequest request(std::size_t streams = 1) {
    iq::ReserveRequest r;
    r.trail = TrailId::from("00112233445566778899aabbccddeeff");
    for (std::size_t i = 0; i < streams; ++i) {
        iq::StreamSpec s;
        s.id = static_cast<iq::StreamId>(i);
        r.streams.push_back(s);
    }
    return r;
}

/// The network side of a WIC: one socket, checks, and a DTLS client.
struct Wic {
    explicit Wic(const char* ip = "127.0.0.1")
        : socket(std::move(*core_leg::UdpSocket::bind(*IpEndpoint::from({ip, 0})))) {
        dtls = std::move(*dtls::Endpoint::create(civil_now()));
    }
    iq::AccessRemote remote() const {
        iq::AccessRemote r;
        r.transport.ice = {"wicu", "wic-password-of-24-chars"};
        r.transport.fingerprints = {dtls->fingerprint()};
        return r;
    }
    void check(const iq::Reserved& reserved) {
        ice::StunWriter writer(ice::StunType::binding_request, {9, 9});
        writer.add_text(ice::StunAttribute::username, reserved.access.ice.ufrag + ":wicu");
        writer.add_u32(ice::StunAttribute::priority, 1);
        writer.add_u64(ice::StunAttribute::ice_controlling, 1);
        writer.add(ice::StunAttribute::use_candidate, {});
        writer.add_integrity(reserved.access.ice.pwd);
        writer.add_fingerprint();
        socket.send(writer.octets(), *IpEndpoint::from(reserved.access_address));
    }
    /// The datagrams that come within this time, first come.
    std::span<core_leg::DatagramReader::Received> receive(int ms = 1000) {
        pollfd ready{socket.fd(), POLLIN, 0};
        poll(&ready, 1, ms);
        return reader.read(socket.fd());
    }
    bool handshake(const iq::Reserved& reserved) {
        dtls::Association association(*dtls, w3::DtlsRole::client, reserved.access.fingerprints);
        association.start();
        for (int i = 0; i < 50 && association.state() == dtls::State::handshaking; ++i) {
            for (const auto& datagram : association.take_outgoing())
                socket.send(datagram, *IpEndpoint::from(reserved.access_address));
            for (const auto& received : receive())
                if (engine::classify(received.packet.octets()) == engine::PacketKind::dtls)
                    association.receive(received.packet.octets());
        }
        for (const auto& datagram : association.take_outgoing())
            socket.send(datagram, *IpEndpoint::from(reserved.access_address));
        if (association.state() != dtls::State::established) return false;
        srtp = std::move(*backend->create(*association.keys()));
        return true;
    }
    /// RTP, after a handshake.
    void send_media(const iq::Reserved& reserved, std::vector<std::uint8_t> octets) {
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        REQUIRE(srtp->protect_rtp(packet) == srtp::Verdict::good);
        socket.send(packet.octets(), *IpEndpoint::from(reserved.access_address));
    }

    core_leg::UdpSocket socket;
    core_leg::DatagramReader reader;
    std::unique_ptr<dtls::Endpoint> dtls;
    const std::unique_ptr<srtp::Backend> backend = std::move(*srtp::make_backend(srtp_backend));
    std::unique_ptr<srtp::Session> srtp;
};

}  // namespace wims::test
