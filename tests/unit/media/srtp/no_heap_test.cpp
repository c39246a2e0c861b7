// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <openssl/crypto.h>

#include <cstdlib>
#include <new>

#include "slot.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;
using test::Slot;

namespace {

std::size_t heap_operations = 0;

// Before main(), since OpenSSL takes it only before its first allocation.
const bool counting = CRYPTO_set_mem_functions(
                          [](std::size_t size, const char*, int) {
                              ++heap_operations;
                              return std::malloc(size);
                          },
                          [](void* p, std::size_t size, const char*, int) {
                              ++heap_operations;
                              return std::realloc(p, size);
                          },
                          [](void* p, const char*, int) { std::free(p); }) == 1;

}  // namespace

void* operator new(std::size_t size) {
    ++heap_operations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

TEST_CASE("AGW-15: after the first packet of its source no packet costs a heap operation") {
    REQUIRE(counting);
    for (const auto& transform : transforms) {
        CAPTURE(transform.name);
        test::Ends ends(transform.profile, SrtpBackend::openssl, SrtpBackend::openssl);
        std::size_t before = 0;
        bool good = true;
        for (std::uint16_t i = 0; i < 100; ++i) {
            if (i == 1) before = heap_operations;
            auto slot = Slot::rtp(i), report = Slot::rtcp();
            good = good && ends.wic->protect_rtp(slot.packet) == Verdict::good &&
                   ends.gateway->unprotect_rtp(slot.packet) == Verdict::good &&
                   ends.wic->protect_rtcp(report.packet) == Verdict::good &&
                   ends.gateway->unprotect_rtcp(report.packet) == Verdict::good;
        }
        CHECK(heap_operations == before);
        CHECK(before > 0);
        CHECK(good);
    }
}
