// SPDX-License-Identifier: Apache-2.0
// WIMS_HOT_PATH_CALLS: how many calls, when other than what every run of the tests can afford.
#include "asker.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "media/iq/worker.hpp"
#include "support/futex_count.hpp"
#include "support/heap_count.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// Counts without a lock, as a host's must when it is asked from the path of the media.
struct Quiet final : LogSink, Metrics {
    void write(const LogRecord&) noexcept override {}
    LogLevel threshold() const noexcept override { return LogLevel::error; }
    void count(std::string_view counter, std::uint64_t n) noexcept override {
        if (counter == "agw.send_failed") failed += n;
    }
    void gauge(std::string_view, std::int64_t) noexcept override {}
    std::atomic<std::uint64_t> failed{0};
};

struct Call {
    explicit Call(core_leg::UdpSocket socket) : phone(std::move(socket)) {}
    Wic wic;
    core_leg::UdpSocket phone;
    iq::Reserved reserved;
};

std::vector<std::uint8_t> audio(std::uint16_t n, std::uint32_t ssrc) {
    std::vector<std::uint8_t> packet(172, 'v');
    const std::uint8_t header[] = {0x80,
                                   8,
                                   static_cast<std::uint8_t>(n >> 8),
                                   static_cast<std::uint8_t>(n),
                                   0,
                                   0,
                                   static_cast<std::uint8_t>(n >> 8),
                                   static_cast<std::uint8_t>(n),
                                   0,
                                   0,
                                   0,
                                   static_cast<std::uint8_t>(ssrc)};
    std::copy(std::begin(header), std::end(header), packet.begin());
    return packet;
}

iq::Reserved reserved(LoopThread& thread, Worker& worker, const iq::ReserveRequest& request) {
    std::promise<Result<iq::Reserved>> answer;
    thread.loop().post([&] {
        async<iq::Reserved>(
            thread.loop(), thread.loop().now() + std::chrono::seconds(5),
            [&](Deadline, const Completion<iq::Reserved>& done) { worker.reserve(request, done); },
            [&](Result<iq::Reserved> result) { answer.set_value(std::move(result)); })
            .detach();
    });
    auto result = answer.get_future().get();
    REQUIRE(result.ok());
    return std::move(*result);
}

}  // namespace

TEST_CASE(
    "AGW-02: calls paced at 50 packets a second: the worker relays them without a heap operation and without a futex") {
    const char* wanted = std::getenv("WIMS_HOT_PATH_CALLS");
    const std::size_t number = wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 4;
    auto config = Asker::config();
    config.core_port_max = 49999;
    config.contexts = 1000;
    Quiet host;
    LoopThread thread("wims-media");
    auto made = Worker::create(config, thread.loop(), host, host, std::make_shared<Listening>());
    REQUIRE(made.ok());
    Worker& worker = **made;
    thread.run_and_wait([&] { worker.start(); });

    std::vector<std::unique_ptr<Call>> calls;
    for (std::size_t i = 0; i < number; ++i) {
        auto call = std::make_unique<Call>(*core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0})));
        auto r = request();
        r.access_remote = call->wic.remote();
        r.streams[0].payloads = {{8, 8, "PCMA", 8000, 0}};
        r.streams[0].core_remote = iq::CoreRemote{call->phone.local().text(), {}};
        call->reserved = reserved(thread, worker, r);
        call->wic.check(call->reserved);
        REQUIRE(call->wic.handshake(call->reserved));
        calls.push_back(std::move(call));
    }

    std::uint16_t sequence = 0;
    const auto rounds = [&](int n) {
        for (auto next = std::chrono::steady_clock::now(); n > 0; --n) {
            ++sequence;
            for (auto& call : calls) {
                call->wic.send_media(call->reserved, audio(sequence, 5));
                call->phone.send(audio(sequence, 7), *IpEndpoint::from(call->reserved.core[0].rtp));
            }
            std::this_thread::sleep_until(next += std::chrono::milliseconds(20));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    };
    // What came to the phones since the last time; the clients' is taken, too.
    const auto relayed = [&] {
        std::uint64_t packets = 0;
        for (auto& call : calls) {
            while (!call->wic.reader.read(call->wic.socket.fd()).empty()) {
            }
            for (auto n = core_leg::DatagramReader::batch; n == core_leg::DatagramReader::batch; packets += n)
                n = call->wic.reader.read(call->phone.fd()).size();
        }
        return packets;
    };
    rounds(5);                                                     // the first of each source is known by now
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));  // the handshakes' timers have run out
    relayed();

    bool counts_futexes = false;
    thread.run_and_wait([&] { counts_futexes = FutexCount::begin(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    thread.loop().post([] { HeapCount::begin(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto futexes = FutexCount::so_far();
    // What can wait may use the heap: a timer that fires (DTLS, reports) does. Between timers nothing may.
    constexpr int stretches = 10, rounds_each = 20;
    std::uint64_t least = ~std::uint64_t{0}, all = 0;
    for (int i = 0; i < stretches; ++i) {
        const auto before = HeapCount::so_far();
        rounds(rounds_each);
        least = std::min(least, HeapCount::so_far() - before);
        all += HeapCount::so_far() - before;
    }
    const auto futexes_after = FutexCount::so_far();
    const auto heap_operations = HeapCount::so_far();
    const std::uint64_t sent = stretches * rounds_each * number;
    const std::uint64_t came = relayed();
    MESSAGE(came << " of " << sent << " packets to the core, " << all << " heap operations, " << futexes_after - futexes
                 << " futexes");
    CHECK(least == 0);
    CHECK(all < sent / 4);         // not one for so many packets, of either way
    CHECK(came >= sent * 9 / 10);  // a loaded machine may lose some

    if (counts_futexes) {
        CHECK(futexes_after == futexes);
        thread.run_and_wait([] {
            int word = 0;
            syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
        });
        CHECK(FutexCount::so_far() > futexes_after);  // it does count
    } else {
        MESSAGE("futexes are not counted here");
    }
    CHECK(host.failed == 0);
    thread.run_and_wait([&] { worker.stop(); });
    CHECK(HeapCount::so_far() > heap_operations);  // it does count
}
