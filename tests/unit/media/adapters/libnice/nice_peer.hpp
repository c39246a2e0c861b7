// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "unit/media/iq/asker.hpp"

#include "media/adapters/libnice/nice_agent.hpp"
#include "media/srtp/session.hpp"

namespace wims::test {

using Octets = std::vector<std::uint8_t>;

/// A WIC whose ICE is libnice's: full, with the role and nomination that are asked for; and a DTLS client with SRTP.
class NicePeer final : FullAgent::User {
public:
    explicit NicePeer(bool controlling = true, bool aggressive = false) {
        endpoint_ = std::move(*dtls::Endpoint::create(civil_now()));
        srtp_backend_ = std::move(*srtp::make_backend(SrtpBackend::openssl));
        NiceIceAgent::Config config;
        config.ip = "127.0.0.1";
        config.controlling = controlling;
        config.aggressive = aggressive;
        agent_ = std::move(*NiceIceAgent::create(config, ice_, context_, *this, [] {}));
        REQUIRE(run_until([this] { return gathered_; }));
    }
    ~NicePeer() override {
        agent_.reset();
        while (g_main_context_iteration(context_, FALSE) == TRUE) {
        }
        g_main_context_unref(context_);
    }

    iq::AccessRemote remote() const {
        iq::AccessRemote r;
        r.transport.ice = ice_;
        r.transport.candidates = agent_->candidates();
        r.transport.fingerprints = {endpoint_->fingerprint()};
        return r;
    }
    void take(const w3::TransportDescription& gateway) {
        agent_->set_remote(gateway);
        if (association_) return;
        association_ = std::make_unique<dtls::Association>(*endpoint_, w3::DtlsRole::client, gateway.fingerprints);
    }
    void restart(const w3::IceCredentials& ice) {
        ice_ = ice;
        pair_.reset();
        agent_->restart(ice);
    }

    bool run_until(const std::function<bool()>& come, int ms = 5000) {
        for (int i = 0; i < ms && !come(); ++i) {
            while (g_main_context_iteration(context_, FALSE) == TRUE) {
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return come();
    }
    /// A pair is selected, and hands are shaken over it.
    bool connect() {
        if (!run_until([this] { return pair_.has_value(); })) return false;
        association_->start();
        speak();
        return run_until([this] { return session_ != nullptr; });
    }
    const std::optional<IpEndpoint>& pair() const noexcept { return pair_; }

    void send_rtp(std::uint16_t sequence, std::string_view text) {
        Octets octets{
            0x80, 8, static_cast<std::uint8_t>(sequence >> 8), static_cast<std::uint8_t>(sequence), 0, 0, 0, 0, 0, 0,
            0,    5};
        octets.insert(octets.end(), text.begin(), text.end());
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        REQUIRE(session_->protect_rtp(packet) == srtp::Verdict::good);
        agent_->send(packet.octets());
    }
    std::vector<std::string> heard;  // payloads

private:
    void on_gathered() override { gathered_ = true; }
    void on_pair(const IpEndpoint& remote) override { pair_ = remote; }
    void on_ice_lost() override {}
    void on_access_datagram(Packet& packet) override {
        const auto kind = engine::classify(packet.octets());
        if (kind == engine::PacketKind::dtls) {
            association_->receive(packet.octets());
            return speak();
        }
        if (kind == engine::PacketKind::rtp && session_ && session_->unprotect_rtp(packet) == srtp::Verdict::good)
            heard.emplace_back(packet.data + 12, packet.data + packet.size);
    }
    void speak() {
        for (const auto& datagram : association_->take_outgoing()) agent_->send(datagram);
        if (!session_ && association_->keys()) session_ = std::move(*srtp_backend_->create(*association_->keys()));
    }

    w3::IceCredentials ice_{"nicepeer", "nice-peer-password-24-xx"};
    GMainContext* const context_ = g_main_context_new();
    std::unique_ptr<dtls::Endpoint> endpoint_;
    std::unique_ptr<srtp::Backend> srtp_backend_;
    std::unique_ptr<NiceIceAgent> agent_;
    std::unique_ptr<dtls::Association> association_;
    std::unique_ptr<srtp::Session> session_;
    bool gathered_ = false;
    std::optional<IpEndpoint> pair_;
};

}  // namespace wims::test
