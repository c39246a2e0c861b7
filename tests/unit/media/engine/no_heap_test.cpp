// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <new>

#include "bench.hpp"

using namespace wims;
using namespace wims::test;

namespace {

std::size_t heap_operations = 0;

struct Slot {
    explicit Slot(const Octets& from) : octets(from), size(from.size()) { octets.resize(size + 64); }
    Packet packet() { return {octets.data(), size, octets.size()}; }
    Octets octets;
    std::size_t size;
};

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    ++heap_operations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

TEST_CASE("AUD-01 VID-01: a relayed packet costs no heap operation, either way, audio and video with feedback") {
    Bench::Wishes wishes;
    wishes.video = true;
    wishes.access_feedback = {true, true, true, false, true};
    Bench bench(wishes);
    bench.connect();
    std::vector<Slot> from_wic, from_phone;
    for (std::uint16_t i = 1; i <= 200; ++i) {
        from_wic.emplace_back(bench.protect(Bench::rtp(8, i, i * 160u, 5)));
        auto video = Bench::rtp(102, i, i * 3000u, 6, std::string(900, 'v'));
        const Octets extension{0xBE, 0xDE, 0, 1, 0x31, 0, static_cast<std::uint8_t>(i), 0};
        video.insert(video.begin() + 12, extension.begin(), extension.end());
        video[0] |= 0x10;
        from_wic.emplace_back(bench.protect(video));
        from_phone.emplace_back(Bench::rtp(8, i, i * 160u, 7));
        from_phone.emplace_back(Bench::rtp(97, i, i * 3000u, 8, std::string(900, 'v')));
    }
    const IpEndpoint video_phone = endpoint("198.51.100.4", 4002);
    bench.sink.deaf = true;
    std::size_t before = 0;
    for (std::size_t i = 0; i < from_wic.size(); ++i) {
        if (i == 2) before = heap_operations;  // the first of each source is known by now
        auto up = from_wic[i].packet(), down = from_phone[i].packet();
        bench.dispatcher.receive(up, bench.wic, bench.now);
        const bool video = i % 2 == 1;
        bench.context->receive_core(video, CorePort::rtp, down, video ? video_phone : bench.phone_rtp, bench.now);
        bench.now += std::chrono::milliseconds(20);
        if (bench.context->deadline() <= bench.now) bench.context->handle_time(bench.now);  // transport-wide feedback
    }
    CHECK(heap_operations == before);
    CHECK(bench.sink.unheard >= 2 * from_wic.size());
}
