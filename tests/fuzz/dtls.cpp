// SPDX-License-Identifier: Apache-2.0
// Two associations of ours whose datagrams are lost, doubled, damaged and made up. No number of a record is used twice,
// ends that are up have the same keys, and nobody without keys ends an association that is up.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <set>
#include <span>
#include <utility>

#include "media/dtls/association.hpp"

namespace {

using namespace wims;
using namespace wims::media::dtls;

void must(bool holds) {
    if (!holds) std::abort();
}

const Endpoint& endpoint() {
    static const auto made = Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000)));
    return **made;
}

struct End {
    explicit End(w3::DtlsRole role) : association(endpoint(), role, {endpoint().fingerprint()}) {}

    void collect() {
        association.take_timer();
        for (auto& datagram : association.take_outgoing()) {
            std::span<const std::uint8_t> rest(datagram);
            while (const auto record = Record::take(rest))
                must(numbers.emplace(record->epoch, record->sequence).second);
            wire.push_back(std::move(datagram));
        }
    }
    void receive(std::span<const std::uint8_t> datagram, bool forged) {
        const auto before = association.state();
        association.receive(datagram);
        if (forged && before == State::established) must(association.state() == before);
        collect();
    }

    Association association;
    std::set<std::pair<std::uint16_t, std::uint64_t>> numbers;
    std::deque<Datagram> wire;  // towards the other
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1024) return 0;
    std::span<const std::uint8_t> input(data, size);
    const auto next = [&input]() -> std::uint8_t {
        if (input.empty()) return 0;
        const std::uint8_t first = input.front();
        input = input.subspan(1);
        return first;
    };
    End client(w3::DtlsRole::client), server(w3::DtlsRole::server);
    client.association.start();
    client.collect();
    while (!input.empty()) {
        const std::uint8_t what = next();
        End& from = what % 2 == 0 ? client : server;
        End& to = what % 2 == 0 ? server : client;
        const std::uint8_t operation = what / 2 % 8;
        if (operation == 6) {
            from.association.handle_timeout();
            from.collect();
            continue;
        }
        if (operation == 7) {
            const std::size_t wanted = next();
            const auto octets = input.first(std::min(wanted, input.size()));
            input = input.subspan(octets.size());
            to.receive(octets, true);
            continue;
        }
        if (operation == 5 && what >= 0xF0) {
            from.association.close();
            from.collect();
            continue;
        }
        if (from.wire.empty()) continue;
        Datagram datagram = from.wire.front();
        if (operation != 2) from.wire.pop_front();  // 2: it comes once more
        if (operation == 3) continue;               // lost
        if (operation == 4) {                       // overtaken
            from.wire.push_back(std::move(datagram));
            continue;
        }
        if (operation == 5 && !datagram.empty()) datagram[(next() << 8 | next()) % datagram.size()] ^= next();
        to.receive(datagram, false);
    }
    const auto &one = client.association.keys(), &other = server.association.keys();
    if (one && other)
        must(one->local.reveal() == other->remote.reveal() && one->remote.reveal() == other->local.reveal());
    return 0;
}
