// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "bench.hpp"
#include "support/network/impaired_path.hpp"

namespace wims::test {

/// A Bench whose WIC is behind a bad network, in virtual time. Like a browser, the WIC checks until it is answered and
/// then every few seconds, and its DTLS sends again what may have been lost.
struct ImpairedCall : Bench {
    ImpairedCall(Wishes w, const Impairments& network, std::uint64_t seed)
        : Bench(std::move(w)), to_gateway(network, 2 * seed), to_wic(network, 2 * seed + 1), next_check(now) {
        start_association();
    }

    bool wic_established() const { return wic_srtp != nullptr; }
    bool gateway_established() const { return sink.count(iq::EventKind::dtls_established) == 1; }
    bool established() const { return wic_established() && gateway_established(); }

    /// Lets time pass, and all that happens in it.
    void run(Duration span) {
        const TimePoint end = now + span;
        pump();
        for (auto next = next_time(); next <= end; next = next_time()) {
            now = std::max(now, next);
            step();
            pump();
        }
        now = end;
    }
    /// True when it came true within `span`.
    bool run_until(const std::function<bool()>& come, Duration span) {
        for (const TimePoint end = now + span; now < end && !come();) run(std::chrono::milliseconds(10));
        return come();
    }
    void wic_sends(const Octets& octets) { to_gateway.send(octets, now); }

    ImpairedPath to_gateway, to_wic;
    /// SRTP and SRTCP as they reach the WIC.
    std::function<void(Octets)> on_media = [](const Octets&) {};
    bool answered = false;  // the WIC's checks

private:
    void start_association() {
        start_dtls();  // says nothing before the first check is answered
        hello = wic_association->take_outgoing();
        wic_timer();
    }
    TimePoint next_time() const {
        TimePoint next = next_check;
        for (const auto& other : {context->deadline(), to_gateway.deadline(), to_wic.deadline(), retransmission})
            if (other) next = std::min(next, *other);
        return next;
    }
    void step() {
        if (now >= next_check) {
            to_gateway.send(check_octets(), now);
            next_check = now + (answered ? std::chrono::milliseconds(5000) : std::chrono::milliseconds(50));
        }
        if (retransmission && now >= *retransmission) {
            retransmission.reset();
            wic_association->handle_timeout();
            wic_speaks();
        }
        if (const auto due = context->deadline(); due && now >= *due) context->handle_time(now);
        while (auto octets = to_gateway.take(now)) from_wic(std::move(*octets), wic);
        while (auto octets = to_wic.take(now)) wic_hears(std::move(*octets));
    }
    void pump() {
        for (; seen < sink.access.size(); ++seen) to_wic.send(sink.access[seen].octets, now);
    }
    void wic_hears(Octets octets) {
        switch (engine::classify(octets)) {
            case engine::PacketKind::stun: return wic_answered();
            case engine::PacketKind::dtls: wic_association->receive(octets); return wic_speaks();
            default: return on_media(std::move(octets));
        }
    }
    void wic_answered() {
        if (std::exchange(answered, true)) return;
        for (const auto& datagram : std::exchange(hello, {})) to_gateway.send(datagram, now);
        wic_timer();
    }
    void wic_speaks() {
        for (const auto& datagram : wic_association->take_outgoing()) to_gateway.send(datagram, now);
        wic_timer();
        if (!wic_srtp && wic_association->keys()) wic_srtp = std::move(*backend->create(*wic_association->keys()));
    }
    void wic_timer() {
        if (const auto wait = wic_association->take_timer()) retransmission = now + *wait;
        if (wic_association->state() != dtls::State::handshaking) retransmission.reset();
    }

    TimePoint next_check;
    std::optional<TimePoint> retransmission;
    std::vector<dtls::Datagram> hello;
};

}  // namespace wims::test
