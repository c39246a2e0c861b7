// SPDX-License-Identifier: Apache-2.0
#include "media/engine/bundle.hpp"

#include <doctest/doctest.h>

#include "bench.hpp"

using namespace wims;
using namespace wims::test;

namespace {

constexpr const char* mid_uri = "urn:ietf:params:rtp-hdrext:sdes:mid";

iq::StreamSpec stream(iq::StreamId id, const char* mid, std::uint8_t type) {
    iq::StreamSpec spec;
    spec.id = id;
    spec.mid = mid;
    spec.payloads = {{type, type, "x", 8000}, {100, 100, "y", 8000}};
    spec.extensions = {{mid_uri, 4, 0}};
    return spec;
}

struct Call {
    Call() {
        streams.emplace_back(stream(0, "a", 8));
        streams.emplace_back(stream(1, "v", 102));
    }
    std::optional<std::size_t> find(std::uint8_t type, std::uint32_t ssrc, std::string_view mid = {}) {
        auto octets = Bench::rtp(type, 1, 1, ssrc);
        if (!mid.empty()) {
            Octets extension{0xBE, 0xDE, 0, 1, static_cast<std::uint8_t>(4 << 4 | (mid.size() - 1))};
            extension.insert(extension.end(), mid.begin(), mid.end());
            extension.resize(8);
            octets.insert(octets.begin() + 12, extension.begin(), extension.end());
            octets[0] |= 0x10;
        }
        const Packet packet{octets.data(), octets.size(), octets.size()};
        return bundle.stream_of(streams, packet, *rtp::Header::parse(packet));
    }
    std::vector<engine::Stream> streams;
    engine::Bundle bundle;
};

}  // namespace

TEST_CASE("BND-04: the MID decides and teaches the SSRC; without it the SSRC learnt, then the payload type") {
    Call call;
    CHECK(call.find(102, 7) == 1u);
    CHECK(call.find(8, 7) == 0u);
    CHECK(call.find(100, 7) == 0u);
    CHECK(call.find(100, 7, "v") == 1u);
    CHECK(call.find(100, 7) == 1u);
    CHECK(call.find(100, 8) == 0u);
    CHECK(call.find(8, 7) == 0u);  // the SSRC learnt, but not with a type of that stream
    CHECK_FALSE(call.find(8, 9, "x"));
    CHECK_FALSE(call.find(55, 9));
}

TEST_CASE("AGW-15 BND-04: a flood of SSRCs with MIDs forgets older ones and nothing else") {
    Call call;
    REQUIRE(call.find(100, 1, "v") == 1u);
    for (std::uint32_t ssrc = 2; ssrc < 100'000; ++ssrc) REQUIRE(call.find(100, ssrc, "v") == 1u);
    CHECK(call.find(100, 1) == 0u);
    CHECK(call.find(100, 99'999) == 1u);
    CHECK(call.find(102, 1) == 1u);
}
