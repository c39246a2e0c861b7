// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "media/w3/framing.hpp"

using namespace wims::media;

namespace {

using Octets = std::vector<std::uint8_t>;

Octets framed(std::size_t size, std::uint8_t fill) {
    const auto header = FrameReader::header(size);
    Octets out(header.begin(), header.end());
    out.insert(out.end(), size, fill);
    return out;
}

}  // namespace

TEST_CASE("W3-03: frames come out whole, however the stream is cut") {
    Octets stream;
    for (std::uint8_t i = 1; i < 20; ++i) {
        const auto frame = framed(i * 97U, i);
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    for (const std::size_t cut : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{500}, stream.size()}) {
        FrameReader reader;
        std::vector<Octets> frames;
        for (std::size_t at = 0; at < stream.size(); at += cut) {
            const auto piece = std::span(stream).subspan(at, std::min(cut, stream.size() - at));
            REQUIRE(reader.feed(piece, [&](auto datagram) { frames.emplace_back(datagram.begin(), datagram.end()); }));
        }
        REQUIRE(frames.size() == 19);
        for (std::uint8_t i = 1; i < 20; ++i) CHECK(frames[i - 1U] == Octets(i * 97U, i));
    }
}

TEST_CASE("W3-03: empty frames are passed over; one that is too long ends the stream for good") {
    FrameReader reader;
    std::size_t frames = 0;
    const auto count = [&](auto) { ++frames; };
    const Octets empty{0, 0, 0, 0};
    CHECK(reader.feed(empty, count));
    CHECK(reader.feed(framed(FrameReader::max_octets, 1), count));
    CHECK(frames == 1);
    const auto header = FrameReader::header(FrameReader::max_octets + 1);
    CHECK_FALSE(reader.feed(header, count));
    CHECK_FALSE(reader.feed(framed(3, 1), count));
    CHECK(frames == 1);
}
