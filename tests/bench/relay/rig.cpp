// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/rig.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "common/runtime/event_loop.hpp"
#include "common/sdp/rtpmap.hpp"
#include "common/sdp/session_description.hpp"

namespace wims::bench {

using namespace std::chrono_literals;
using media::IpEndpoint;
using ng::bencode::Dictionary;
using ng::bencode::List;

namespace {

constexpr std::size_t phones_token = ~std::size_t{0};
constexpr int socket_octets = 4 << 20;
constexpr auto check_every = 100ms;  // until the first answer
constexpr auto consent_every = 5s;   // afterwards
constexpr auto packet_time = 20ms;
constexpr auto given_up = 100ms;  // nothing came for so long: what is under way is lost

std::uint16_t sequence_at(std::span<const std::uint8_t> octets, std::size_t at) {
    return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

bool is_rtp(std::span<const std::uint8_t> octets) {
    return octets.size() > rtp_header_octets + 2 && octets[0] == 0x80 &&
           ((octets[1] & 0x7F) < 64 || (octets[1] & 0x7F) > 95);  // RTCP between [RFC 5761 4]
}

}  // namespace

double Load::cpu_us_per_packet() const {
    return std::chrono::duration<double, std::micro>(cpu).count() / static_cast<double>(received);
}

double Load::latency(double quantile) {
    if (latency_us.empty()) return 0;
    std::sort(latency_us.begin(), latency_us.end());
    return latency_us[static_cast<std::size_t>(quantile * static_cast<double>(latency_us.size() - 1))];
}

Rig::Rig(Daemon& daemon, const TransportAddress& ng, const char* profile, Speeches speeches)
    : daemon_(daemon), speeches_(std::move(speeches)), asker_(ng) {
    dtls_ = std::move(*media::dtls::Endpoint::create(civil_now()));
    SSL_CTX_set_tlsext_use_srtp(dtls_->context(), profile);
    srtp_ = std::move(*media::srtp::make_backend(media::SrtpBackend::openssl));
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    phones_ = std::move(*media::core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}), socket_octets));
    watch(phones_.fd(), phones_token);
    if (!asker_.wait()) wrong_ = "the daemon does not answer";
}

Rig::~Rig() { close(epoll_); }

void Rig::watch(int fd, std::size_t token) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = token;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
}

bool Rig::begin(Call& call) {
    call.peer = std::make_unique<Peer>(*dtls_, *srtp_);
    call.socket = std::move(*media::core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0})));
    Dictionary offer{{"command", "offer"},        {"call-id", call.id},
                     {"from-tag", "a" + call.id}, {"sdp", call.peer->offer(call.socket.local(), speeches_.client)},
                     {"ICE", "remove"},           {"transport-protocol", "RTP/AVP"},
                     {"rtcp-mux", List{"demux"}}, {"replace", List{"origin", "session-connection"}}};
    if (speeches_.coded()) {
        const auto& rtpmap = speeches_.phone.rtpmap;
        offer.add("codec", Dictionary{{"transcode", List{rtpmap.substr(0, rtpmap.find('/'))}}});
    }
    const auto offered = asker_.ask(std::move(offer));
    const auto description = sdp::parse(offered.text("sdp"));
    if (!description || description->media.empty()) {
        wrong_ = "offer: " + offered.text("error-reason");
        return false;
    }
    call.phone_remote = *IpEndpoint::from({"127.0.0.1", description->media.front().port});
    Dictionary answer{{"command", "answer"},
                      {"call-id", call.id},
                      {"from-tag", "a" + call.id},
                      {"to-tag", "b" + call.id},
                      {"sdp", phone_sdp(offered.text("sdp"))},
                      {"ICE", "force"},
                      {"DTLS", "passive"},
                      {"replace", List{"origin", "session-connection"}}};
    const auto answered = asker_.ask(std::move(answer));
    if (!wrong_.empty() || !call.peer->take_answer(answered.text("sdp"))) {
        if (wrong_.empty()) wrong_ = "answer: " + answered.text("error-reason");
        return false;
    }
    by_core_port_[call.phone_remote.port] = &call;
    return true;
}

/// The phone's codec under the number that it was offered with; of several payload formats the one it speaks.
std::string Rig::phone_sdp(const std::string& offered) {
    auto& phone = speeches_.phone;
    const auto description = sdp::parse(offered);
    const auto& section = description->media.front().section;
    bool found = false;
    for (const auto value : section.attributes("rtpmap")) {
        const auto map = sdp::Rtpmap::parse(value);
        if (!map || map->to_string().find(" " + phone.rtpmap) == std::string::npos) continue;
        bool speaks = phone.fmtp.empty();
        for (const auto fmtp : section.attributes("fmtp"))
            speaks |= fmtp.starts_with(std::to_string(map->payload_type) + " ") && fmtp.find(phone.fmtp) != fmtp.npos;
        if (found && !speaks) continue;
        phone.type = map->payload_type;
        found = true;
        if (speaks) break;
    }
    if (!found) wrong_ = "the daemon does not offer " + phone.rtpmap;
    const auto type = std::to_string(phone.type);
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " +
           std::to_string(phones_.local().port) + " RTP/AVP " + type + "\r\na=rtpmap:" + type + " " + phone.rtpmap +
           (phone.fmtp.empty() ? "" : "\r\na=fmtp:" + type + " " + phone.fmtp) + "\r\na=sendrecv\r\n";
}

void Rig::answer(Call& call) {
    for (const auto& datagram : out_) call.socket.send(datagram, call.peer->remote());
    out_.clear();
}

Rig::SetUp Rig::set_up(std::size_t count, std::size_t in_flight) {
    SetUp result;
    const auto cpu = daemon_.cpu();
    const std::size_t first = calls_.size();
    std::vector<Call*> going;
    auto rested = Clock::now();
    const auto end = Clock::now() + 20s + 20ms * count;
    while (wrong_.empty() && Clock::now() < end && (calls_.size() - first < count || !going.empty())) {
        if (going.size() < in_flight && calls_.size() - first < count) {
            auto& call = *calls_.emplace_back(std::make_unique<Call>());
            call.id = std::to_string(calls_.size());
            if (!begin(call)) break;
            watch(call.socket.fd(), calls_.size() - 1);
            call.began = Clock::now();
            call.socket.send(call.peer->check(), call.peer->remote());
            going.push_back(&call);
        }
        poll(going.size() < in_flight ? 0 : 10);
        std::erase_if(going, [&](Call* call) { return call->peer->established(); });
        if (Clock::now() - rested < check_every) continue;
        rested = Clock::now();
        for (Call* call : going) {
            if (!call->peer->checked()) call->socket.send(call->peer->check(), call->peer->remote());
            else call->peer->handle_time(out_);
            answer(*call);
        }
    }
    usleep(200000);  // what the daemon does after its last flight
    result.cpu = daemon_.cpu() - cpu;
    result.failure = wrong_;
    for (std::size_t i = first; i < calls_.size(); ++i) {
        if (!calls_[i]->peer || !calls_[i]->peer->established()) continue;
        ++result.established;
        result.latency_ms.push_back(
            std::chrono::duration<float, std::milli>(calls_[i]->established - calls_[i]->began).count());
    }
    if (result.established < count && result.failure.empty()) result.failure = "not all calls came up";
    return result;
}

bool Rig::poll(int timeout_ms) {
    std::array<epoll_event, 512> events;
    const int n = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout_ms);
    for (int i = 0; i < n; ++i) {
        const auto token = events[static_cast<std::size_t>(i)].data.u64;
        if (token == phones_token) read_phones();
        else read_client(*calls_[token]);
    }
    return n > 0;
}

void Rig::read_client(Call& call) {
    for (auto& [packet, from] : reader_.read(call.socket.fd())) {
        if (is_rtp(packet.octets())) {
            if (proving_ && call.peer->session().unprotect_rtp(packet) != media::srtp::Verdict::good)
                wrong_ = "SRTP that cannot be taken apart";
            on_access(call.to_access, packet.octets());
            continue;
        }
        const bool before = call.peer->established();
        call.peer->receive(packet.octets(), from, out_);
        if (!before && call.peer->established()) call.established = Clock::now();
        answer(call);
    }
}

void Rig::read_phones() {
    for (auto& [packet, from] : reader_.read(phones_.fd())) {
        if (!is_rtp(packet.octets())) continue;
        if (const auto it = by_core_port_.find(from.port); it != by_core_port_.end())
            on_core(it->second->to_core, packet.octets());
    }
}

/// The payload says which packet it is.
void Rig::on_core(Train& train, std::span<const std::uint8_t> packet) {
    arrived(train, sequence_at(packet, rtp_header_octets));
}

/// The payload is encrypted: the sequence number says it, by as much as it was off when that was proved.
void Rig::on_access(Train& train, std::span<const std::uint8_t> packet) {
    const auto sequence = sequence_at(packet, 2);
    if (proving_) train.offset = static_cast<std::uint16_t>(sequence - sequence_at(packet, rtp_header_octets));
    arrived(train, static_cast<std::uint16_t>(sequence - train.offset));
}

void Rig::arrived(Train& train, std::uint16_t sequence) {
    ++received_;
    ++train.received;
    if (latencies_ == nullptr || speeches_.coded()) return;
    const std::size_t index = static_cast<std::uint16_t>(sequence - train.first);
    if (index >= train.next) return;
    latencies_->push_back(std::chrono::duration<float, std::micro>(Clock::now() - train.sent_[index]).count());
}

void Rig::send_to_core(Call& call) {
    auto& train = call.to_core;
    train.sent_[train.next] = Clock::now();
    call.socket.send(train[train.next++], call.peer->remote());
}

void Rig::send_to_access(Call& call) {
    auto& train = call.to_access;
    train.sent_[train.next] = Clock::now();
    phones_.send(train[train.next++], call.phone_remote);
}

std::string Rig::prove() {
    proving_ = true;
    received_ = 0;
    for (auto& call : calls_) {
        call->make_trains(1, 160);
        send_to_core(*call);
        send_to_access(*call);
        poll(0);
    }
    for (const auto end = Clock::now() + 3s; received_ < 2 * calls_.size() && Clock::now() < end;) poll(10);
    proving_ = false;
    if (wrong_.empty() && received_ < 2 * calls_.size())
        wrong_ = std::to_string(received_) + " of " + std::to_string(2 * calls_.size()) + " packets came through";
    return wrong_;
}

/// Until all has come back, or nothing more comes. It sleeps without being woken: waking it would be the daemon's work.
void Rig::drain(const Load& load) {
    auto heard = Clock::now();
    for (auto before = received_; received_ < load.sent && Clock::now() - heard < given_up; before = received_) {
        usleep(1000);
        while (poll(0)) {
        }
        if (received_ != before) heard = Clock::now();
    }
}

Load Rig::saturate(std::size_t packets_a_call, std::size_t payload_octets, std::size_t window, std::size_t burst) {
    for (auto& call : calls_) call->make_trains(packets_a_call, payload_octets);
    Load load;
    received_ = 0;
    std::size_t waiting = 0;
    const auto cpu = daemon_.cpu();
    const auto begin = Clock::now();
    daemon_.pause();
    const auto relay = [&] {
        daemon_.resume();
        drain(load);
        waiting = 0;
    };
    for (std::size_t round = 0; round < packets_a_call; round += burst)
        for (auto& call : calls_) {
            const std::size_t end = std::min(round + burst, packets_a_call);
            for (std::size_t i = round; i < end; ++i) send_to_core(*call);
            for (std::size_t i = round; i < end; ++i) send_to_access(*call);
            load.sent += 2 * (end - round);
            waiting += 2 * (end - round);
            if (waiting < window) continue;
            relay();
            daemon_.pause();
        }
    relay();
    load.wall = Clock::now() - begin;
    load.cpu = daemon_.cpu() - cpu;
    load.received = received_;
    return load;
}

Load Rig::pace(std::chrono::seconds time, std::size_t payload_octets) {
    const std::size_t rounds = static_cast<std::size_t>(time / packet_time);
    for (auto& call : calls_) call->make_trains(rounds, payload_octets);
    return pace_trains(rounds);
}

Load Rig::talk(std::chrono::seconds time) {
    const std::size_t rounds = static_cast<std::size_t>(time / packet_time);
    for (auto& call : calls_) call->make_speech(rounds, speeches_.client, speeches_.phone);
    return pace_trains(rounds);
}

Load Rig::pace_trains(std::size_t rounds) {
    Load load;
    load.latency_us.reserve(2 * rounds * calls_.size());
    latencies_ = &load.latency_us;
    received_ = 0;
    const auto cpu = daemon_.cpu();
    const auto begin = Clock::now();
    auto consent = begin + consent_every;
    const auto step = std::chrono::nanoseconds(packet_time) / (2 * calls_.size());
    for (std::size_t round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < 2 * calls_.size(); ++i, ++load.sent) {
            const auto due = begin + round * packet_time + i * step;
            do poll(0);
            while (Clock::now() < due);
            auto& call = *calls_[i / 2];
            i % 2 == 0 ? send_to_core(call) : send_to_access(call);
        }
        if (Clock::now() < consent) continue;
        consent += consent_every;
        for (auto& call : calls_) call->socket.send(call->peer->check(), call->peer->remote());
    }
    drain(load);
    load.wall = Clock::now() - begin;
    load.cpu = daemon_.cpu() - cpu;
    load.received = received_;
    latencies_ = nullptr;
    return load;
}

}  // namespace wims::bench
