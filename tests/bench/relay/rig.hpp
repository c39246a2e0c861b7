// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "bench/relay/call.hpp"
#include "bench/relay/daemon.hpp"
#include "bench/relay/ng_asker.hpp"
#include "media/core_leg/datagram_reader.hpp"

namespace wims::bench {

/// What one run showed.
struct Load {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::chrono::nanoseconds cpu{};  ///< of the daemon
    std::chrono::nanoseconds wall{};
    std::vector<float> latency_us;  ///< of each packet, when paced

    double lost() const { return sent == 0 ? 0 : 1.0 - static_cast<double>(received) / static_cast<double>(sent); }
    double cpu_us_per_packet() const;
    double latency(double quantile);  ///< µs; sorts
};

/// Both sides of N calls through one daemon, on one thread.
class Rig {
public:
    /// What the two ends of a call say; of one encoding it is relayed, else the daemon codes it.
    struct Speeches {
        Speech client{"PCMA/8000", "", 8, 160, {}};
        Speech phone = client;
        bool coded() const { return client.rtpmap != phone.rtpmap; }
    };
    /// `profile` as in SSL_CTX_set_tlsext_use_srtp.
    Rig(Daemon& daemon, const TransportAddress& ng, const char* profile, Speeches speeches);
    Rig(Daemon& daemon, const TransportAddress& ng, const char* profile) : Rig(daemon, ng, profile, Speeches()) {}
    ~Rig();

    struct SetUp {
        std::size_t established = 0;
        std::chrono::nanoseconds cpu{};  ///< of the daemon, from the first offer on
        std::vector<float> latency_ms;   ///< from the first check to DTLS established
        std::string failure;
    };
    /// As many calls more, `in_flight` of them in ICE and DTLS at once.
    SetUp set_up(std::size_t calls, std::size_t in_flight);

    /// One packet in each direction of each call, taken apart at the far side. Empty, or what was wrong.
    std::string prove();
    /// As one finds it who cannot keep up: `window` packets wait whenever the daemon begins, `burst` of them of each
    /// direction of a call. Independent of how fast this end is: the daemon is stopped while they are sent.
    Load saturate(std::size_t packets_a_call, std::size_t payload_octets, std::size_t window, std::size_t burst);
    /// 50 packets/s in each direction of each call.
    Load pace(std::chrono::seconds time, std::size_t payload_octets);
    /// The same of what the ends say.
    Load talk(std::chrono::seconds time);

private:
    bool begin(Call& call);
    void watch(int fd, std::size_t token);
    bool poll(int timeout_ms);  // true: something came
    void read_client(Call& call);
    void read_phones();
    void on_core(Train& train, std::span<const std::uint8_t> packet);
    void on_access(Train& train, std::span<const std::uint8_t> packet);
    void arrived(Train& train, std::uint16_t sequence);
    void send_to_core(Call& call);
    void send_to_access(Call& call);
    void answer(Call& call);
    void drain(const Load& load);
    Load pace_trains(std::size_t rounds);
    std::string phone_sdp(const std::string& offered);

    Daemon& daemon_;
    Speeches speeches_;
    NgAsker asker_;
    std::unique_ptr<media::dtls::Endpoint> dtls_;
    std::unique_ptr<media::srtp::Backend> srtp_;
    int epoll_ = -1;
    media::core_leg::UdpSocket phones_;  // one port for all phones: the daemon's own port says whose
    media::core_leg::DatagramReader reader_;
    std::vector<std::unique_ptr<Call>> calls_;
    std::unordered_map<std::uint16_t, Call*> by_core_port_;
    std::vector<Peer::Datagram> out_;

    bool proving_ = false;
    std::vector<float>* latencies_ = nullptr;
    std::uint64_t received_ = 0;
    std::string wrong_;
};

}  // namespace wims::bench
