// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "support/network/impairment.hpp"

namespace wims::test {

/// One direction of a bad network: datagrams and the time in, datagrams and a deadline out. Virtual or real time alike.
class ImpairedPath {
public:
    using Octets = std::vector<std::uint8_t>;

    ImpairedPath(const Impairments& impairments, std::uint64_t seed) : impairment_(impairments, seed) {}

    void send(std::span<const std::uint8_t> datagram, TimePoint now) {
        for (const auto at : impairment_.arrivals(datagram.size(), now))
            under_way_.emplace(at, Octets(datagram.begin(), datagram.end()));
    }
    /// When the next one arrives.
    std::optional<TimePoint> deadline() const {
        return under_way_.empty() ? std::nullopt : std::optional(under_way_.begin()->first);
    }
    /// One that has arrived, oldest first.
    std::optional<Octets> take(TimePoint now) {
        if (under_way_.empty() || under_way_.begin()->first > now) return std::nullopt;
        auto octets = std::move(under_way_.begin()->second);
        under_way_.erase(under_way_.begin());
        return octets;
    }
    const Impairment::Fates& fates() const noexcept { return impairment_.fates(); }

private:
    Impairment impairment_;
    std::multimap<TimePoint, Octets> under_way_;  // of one time in the order they were sent
};

}  // namespace wims::test
