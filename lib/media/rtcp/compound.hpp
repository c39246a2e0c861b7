// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace wims::media::rtcp {

enum class Type : std::uint8_t {
    sender_report = 200,
    receiver_report = 201,
    source_description = 202,
    bye = 203,
    application = 204,
    transport_feedback = 205,
    payload_feedback = 206,
    extended_report = 207,
};

/// One packet of a compound: header fields and what follows the first four octets, padding taken off.
struct Element {
    Type type{};
    std::uint8_t count = 0;  ///< reports, chunks, or the feedback format
    std::span<const std::uint8_t> body;
};

/// Walks a compound that was checked as a whole first; reduced-size ones are taken too. [RFC 3550 6.4.1, A.2; RFC 5506]
class Compound {
public:
    /// Nothing when a length, version or padding does not fit.
    static std::optional<Compound> parse(std::span<const std::uint8_t> octets);
    /// The next packet, until there is none.
    std::optional<Element> next();

private:
    explicit Compound(std::span<const std::uint8_t> octets) : left_(octets) {}
    std::span<const std::uint8_t> left_;
};

/// The first octets decide between RTP and RTCP on one port. [RFC 5761 4; AGW-06]
constexpr bool looks_like_rtcp(std::uint8_t second_octet) noexcept {
    return second_octet >= 192 && second_octet <= 223;
}

}  // namespace wims::media::rtcp
