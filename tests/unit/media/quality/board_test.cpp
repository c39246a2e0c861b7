// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "media/quality/board.hpp"

using namespace wims::media::quality;

namespace {

Record record_of(std::uint64_t context, std::uint64_t packets) {
    Record record;
    record.context = context;
    record.access.packets_received = record.core.packets_sent = packets;
    record.access.octets_received = record.core.octets_sent = 160 * packets;
    return record;
}

}  // namespace

TEST_CASE("AGW-17: the board shows what was written last, of one context or all, and nothing that was given back") {
    Board board;
    std::vector<Board::Slot*> taken;
    for (std::uint64_t i = 1; i <= 200; ++i) {
        taken.push_back(&board.take());
        taken.back()->write(record_of(i, 10 * i));
    }
    CHECK(board.read().size() == 200);
    REQUIRE(board.read(77).size() == 1);
    CHECK(board.read(77)[0].core.packets_sent == 770);
    board.give_back(*taken[76]);
    CHECK(board.read(77).empty());
    CHECK(board.read().size() == 199);
    CHECK(&board.take() == taken[76]);
}

TEST_CASE("AGW-17: other threads read whole records while one writes, takes and gives back") {
    Board board;
    std::atomic<bool> over{false};
    std::atomic<std::uint64_t> read{0}, torn{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!over)
                for (const auto& r : board.read()) {
                    ++read;
                    const std::uint64_t packets = r.access.packets_received;
                    if (r.core.packets_sent != packets || r.access.octets_received != 160 * packets ||
                        r.core.octets_sent != 160 * packets)
                        ++torn;
                }
        });
    std::vector<Board::Slot*> taken;
    for (std::uint64_t n = 1; n < 60'000 || read < 1000; ++n) {
        if (taken.size() < 150) taken.push_back(&board.take());
        taken[n % taken.size()]->write(record_of(1 + n % 7, n));
        if (n % 100 == 0) {
            board.give_back(*taken.back());
            taken.pop_back();
        }
    }
    over = true;
    for (auto& reader : readers) reader.join();
    CHECK(torn == 0);
    CHECK(read >= 1000);
}
