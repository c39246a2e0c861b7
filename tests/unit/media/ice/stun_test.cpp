// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "media/ice/stun_message.hpp"
#include "media/ice/stun_writer.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::ice;

namespace {

constexpr std::string_view vector_password = "VOkJxbRl1RmTxUk/WvJxBt";
constexpr TransactionId vector_transaction{0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};

std::vector<std::uint8_t> octets(std::string_view hex) {
    std::vector<std::uint8_t> out;
    std::string digits;
    for (const char c : hex) {
        if (c == ' ' || c == '\n') continue;
        digits += c;
        if (digits.size() < 2) continue;
        out.push_back(static_cast<std::uint8_t>(std::stoi(digits, nullptr, 16)));
        digits.clear();
    }
    return out;
}

// RFC 5769 2.1, 2.2, 2.3
const auto sample_request = octets(
    "00010058 2112a442 b7e7a701bc34d686fa87dfae 80220010 5354554e207465737420636c69656e74 00240004 6e0001ff"
    "80290008 932ff9b151263b36 00060009 6576746a3a68367659202020"
    "00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf");
const auto sample_ipv4_response = octets(
    "0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200008 0001a147e112a643"
    "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96");
const auto sample_ipv6_response = octets(
    "01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220"
    "00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
    "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c");

}  // namespace

TEST_CASE("AGW-03: the request of RFC 5769 2.1 is understood and authentic") {
    const auto message = StunMessage::parse(sample_request);
    REQUIRE(message.ok());
    CHECK(message->is(StunType::binding_request));
    CHECK(message->transaction == vector_transaction);
    CHECK(message->username == "evtj:h6vY");
    CHECK(message->priority == 0x6e0001ff);
    CHECK(message->controlled == 0x932ff9b151263b36ULL);
    CHECK(message->has_fingerprint);
    CHECK(message->authentic(vector_password));
    CHECK_FALSE(message->authentic("VOkJxbRl1RmTxUk/WvJxBT"));
}

TEST_CASE("AGW-03: the responses of RFC 5769 2.2 and 2.3 give their addresses") {
    const auto v4 = StunMessage::parse(sample_ipv4_response);
    REQUIRE(v4.ok());
    CHECK(v4->authentic(vector_password));
    REQUIRE(v4->mapped);
    CHECK(v4->mapped->text() == TransportAddress{"192.0.2.1", 32853});
    const auto v6 = StunMessage::parse(sample_ipv6_response);
    REQUIRE(v6.ok());
    CHECK(v6->authentic(vector_password));
    REQUIRE(v6->mapped);
    CHECK(v6->mapped->text() == TransportAddress{"2001:db8:1234:5678:11:2233:4455:6677", 32853});
}

TEST_CASE("AGW-03: the writer makes the mapped address, tag and fingerprint of RFC 5769 2.2") {
    StunWriter writer(StunType::binding_success, vector_transaction);
    writer.add_mapped(*IpEndpoint::from({"192.0.2.1", 32853}));
    writer.add_integrity(vector_password);
    writer.add_fingerprint();
    const auto mapped = octets("00200008 0001a147e112a643");
    CHECK(std::equal(mapped.begin(), mapped.end(), writer.octets().begin() + 20));
    const auto read = StunMessage::parse(writer.octets());
    REQUIRE(read.ok());
    CHECK(read->has_fingerprint);
    CHECK(read->authentic(vector_password));
}

TEST_CASE("AGW-03: a wrong fingerprint, an attribute behind it, or a wrong length does not parse") {
    auto wrong = sample_request;
    wrong.back() ^= 1;
    CHECK_FALSE(StunMessage::parse(wrong).ok());
    auto behind = sample_request;
    behind.insert(behind.end(), {0x80, 0x22, 0, 0});
    behind[3] = static_cast<std::uint8_t>(behind[3] + 4);
    CHECK_FALSE(StunMessage::parse(behind).ok());
    for (std::size_t size = 0; size < sample_request.size(); ++size)
        CHECK_FALSE(StunMessage::parse(std::span(sample_request).first(size)).ok());
}

TEST_CASE("AGW-03: what stands behind MESSAGE-INTEGRITY is not believed") {
    StunWriter writer(StunType::binding_request, vector_transaction);
    writer.add_text(StunAttribute::username, "a:b");
    writer.add_integrity("password-of-22-letters");
    writer.add(StunAttribute::use_candidate, {});
    writer.add_fingerprint();
    const auto read = StunMessage::parse(writer.octets());
    REQUIRE(read.ok());
    CHECK(read->authentic("password-of-22-letters"));
    CHECK_FALSE(read->use_candidate);
}

TEST_CASE("AGW-03: 60,000 damaged messages neither crash nor pass as authentic") {
    std::mt19937 random(5769);
    unsigned authentic = 0;
    for (int i = 0; i < 60000; ++i) {
        auto damaged = i % 3 == 0 ? sample_ipv6_response : sample_request;
        const auto original = damaged;
        for (unsigned k = 0; k <= random() % 4; ++k)
            damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
        if (random() % 4 == 0) damaged.resize(random() % damaged.size());
        const auto message = StunMessage::parse(damaged);
        if (message.ok() && damaged != original && message->has_fingerprint && message->authentic(vector_password))
            ++authentic;
    }
    CHECK(authentic == 0);
}
