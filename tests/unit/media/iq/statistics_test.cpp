// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "asker.hpp"
#include "media/rtp/octets.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::test;

namespace {

std::array<std::uint8_t, 172> rtp_packet(std::uint16_t n) {
    std::array<std::uint8_t, 172> octets{0x80, 8};
    put_u16(&octets[2], n);
    put_u32(&octets[4], n * 160U);
    put_u32(&octets[8], 9);
    return octets;
}

}  // namespace

TEST_CASE("AGW-17: other threads read the statistics while the worker relays and contexts come and go") {
    Asker asker;
    auto phone = std::move(*core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0})));
    auto call = request();
    call.streams[0].payloads = {{8, 8, "PCMA", 8000}};
    call.streams[0].core_remote = iq::CoreRemote{phone.local().text(), {}};
    const auto reserved = asker.reserve(call);
    REQUIRE(reserved.ok());
    CHECK(asker.agw->statistics(reserved->context + 1).empty());

    std::atomic<bool> over{false};
    std::atomic<unsigned> read{0}, wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            std::uint64_t before = 0;
            while (!over) {
                for (const auto& report : asker.agw->statistics()) {
                    const auto& core = report.core;
                    if (core.octets_received != 160 * core.packets_received) ++wrong;
                    if (report.context != reserved->context) continue;
                    if (core.packets_received < before) ++wrong;
                    before = core.packets_received;
                }
                ++read;
            }
        });
    for (std::uint16_t n = 1; n <= 300; ++n) {
        phone.send(rtp_packet(n), *IpEndpoint::from(reserved->core[0].rtp));
        if (n % 30 != 0) continue;
        const auto other = asker.reserve(request(2));
        REQUIRE(other.ok());
        CHECK(asker.agw->statistics(other->context).size() == 2);
        REQUIRE(asker.release(other->context).ok());
    }
    const auto received = [&] { return asker.agw->statistics(reserved->context).at(0).core.packets_received; };
    for (int i = 0; i < 300 && received() < 300; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    over = true;
    for (auto& reader : readers) reader.join();
    CHECK(received() == 300);
    CHECK(wrong == 0);
    CHECK(read > 10);
    REQUIRE(asker.release(reserved->context).ok());
    CHECK(asker.agw->statistics().empty());
}
