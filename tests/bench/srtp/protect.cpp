// SPDX-License-Identifier: Apache-2.0
// Cost of protecting and unprotecting one packet: our back-end beside libsrtp2.
#include <cstring>
#include <memory>

#include "bench/harness.hpp"
#include "media/rtp/octets.hpp"
#include "media/srtp/session.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;

namespace {

constexpr int turns = 7;
constexpr std::size_t header = 12;

struct Slot {
    alignas(8) std::uint8_t octets[1500] = {};
    std::size_t size = 0;
};

/// `contexts` sessions, visited one after the other as a gateway with as many calls does.
struct Bench {
    Bench(SrtpBackend which, Profile profile, std::size_t contexts, std::size_t payload)
        : backend(std::move(*make_backend(which))), octets(header + payload) {
        const std::size_t size = key_octets(profile) + salt_octets(profile);
        for (std::size_t i = 0; i < contexts; ++i) {
            std::string one(size, 'k'), two(size, 'K');
            std::memcpy(one.data(), &i, sizeof i);
            senders.push_back(std::move(*backend->create({profile, Secret(one), Secret(two)})));
            receivers.push_back(std::move(*backend->create({profile, Secret(two), Secret(one)})));
        }
        slots.resize(batch);
    }

    /// ns a packet: protect, unprotect. A batch at a time, as packets come off a socket: their octets are in the cache, the
    /// sessions are not.
    std::pair<double, double> run() {
        double protecting = 0, unprotecting = 0;
        for (std::size_t i = 0; i < batches; ++i) {
            for (std::size_t k = 0; k < batch; ++k) fill(k);
            protecting += bench::cost(batches, [&] { protect(); });
            unprotecting += bench::cost(batches, [&] { unprotect(); });
            next += batch;
        }
        if (bad != 0) std::abort();
        return {protecting / batch, unprotecting / batch};
    }

private:
    static constexpr std::size_t batch = 250, batches = 64;

    void protect() {
        for (std::size_t k = 0; k < batch; ++k) {
            Packet packet{slots[k].octets, octets, sizeof Slot::octets};
            bad += senders[(next + k) % senders.size()]->protect_rtp(packet) != Verdict::good;
            slots[k].size = packet.size;
        }
    }
    void unprotect() {
        for (std::size_t k = 0; k < batch; ++k) {
            Packet packet{slots[k].octets, slots[k].size, sizeof Slot::octets};
            bad += receivers[(next + k) % receivers.size()]->unprotect_rtp(packet) != Verdict::good;
        }
    }

    void fill(std::size_t i) {
        auto* p = slots[i].octets;
        p[0] = 0x80;
        put_u16(p + 2, static_cast<std::uint16_t>((next + i) / senders.size()));
        put_u32(p + 8, 0x1234);
    }

    std::unique_ptr<Backend> backend;
    std::vector<std::unique_ptr<Session>> senders, receivers;
    std::vector<Slot> slots;
    std::size_t octets;
    std::size_t next = 0;
    std::size_t bad = 0;
};

void line(Profile profile, std::size_t contexts, std::size_t payload) {
    Bench ours(SrtpBackend::openssl, profile, contexts, payload);
    Bench theirs(SrtpBackend::libsrtp2, profile, contexts, payload);
    ours.run();
    theirs.run();
    bench::Pair protecting, unprotecting;
    for (int i = 0; i < turns; ++i) {
        const auto [p, u] = ours.run();
        const auto [their_p, their_u] = theirs.run();
        protecting.ours.push_back(p);
        protecting.theirs.push_back(their_p);
        unprotecting.ours.push_back(u);
        unprotecting.theirs.push_back(their_u);
    }
    for (const auto& [what, pair] : {std::pair{"protect", &protecting}, std::pair{"unprotect", &unprotecting}})
        std::printf("%-24s %-9s %5zu B %5zu contexts  %8.0f ns  libsrtp2 %8.0f ns  ratio %.3f\n",
                    std::string(name_of(profile)).c_str(), what, payload, contexts, pair->our_median(),
                    pair->their_median(), pair->ratio());
    std::fflush(stdout);
}

}  // namespace

int main() {
    for (const auto profile : {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm})
        for (const std::size_t payload : {160, 1100})
            for (const std::size_t contexts : {1, 1000}) line(profile, contexts, payload);
}
