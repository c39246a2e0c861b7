// SPDX-License-Identifier: Apache-2.0
#include "media/ice/consent.hpp"

#include <cstring>

#include "common/core/random.hpp"

namespace wims::media::ice {

namespace {

/// 80 to 120 % of the interval, so that gateways full of calls do not ask in step. [RFC 7675 5.1]
Duration spread() {
    const auto fifth = Consent::interval / 5;
    return 4 * fifth +
           Duration(static_cast<Duration::rep>(random_u64() % static_cast<std::uint64_t>(2 * fifth.count())));
}

TransactionId new_transaction() {
    const std::uint64_t words[] = {random_u64(), random_u64()};
    TransactionId id;
    std::memcpy(id.data(), words, id.size());
    return id;
}

constexpr std::uint32_t priority = 0x6E7F00FF;  // of the peer-reflexive candidate that nobody learns from it

}  // namespace

Consent::Consent(TimePoint now) : given_(now), next_(now + spread()) {}

std::optional<StunWriter> Consent::handle_time(const w3::IceCredentials& local, const w3::IceCredentials& remote,
                                               const IpEndpoint& selected, TimePoint now) {
    if (now < next_) return std::nullopt;
    next_ = now + spread();
    Asked& asked = asked_[count_++ % asked_.size()];
    asked = {new_transaction(), selected, true};
    StunWriter request(StunType::binding_request, asked.transaction);
    request.add_text(StunAttribute::username, remote.ufrag + ':' + local.ufrag);
    request.add_u32(StunAttribute::priority, priority);
    request.add_u64(StunAttribute::ice_controlled, random_u64());  // a lite end never controls
    request.add_integrity(remote.pwd);
    request.add_fingerprint();
    return request;
}

bool Consent::receive(const StunMessage& response, const IpEndpoint& from, const w3::IceCredentials& remote,
                      TimePoint now) {
    if (!response.is(StunType::binding_success)) return false;
    for (auto& asked : asked_) {
        if (!asked.open || asked.transaction != response.transaction || asked.to != from) continue;
        if (!response.authentic(remote.pwd)) return false;
        asked.open = false;
        given_ = now;
        return true;
    }
    return false;
}

}  // namespace wims::media::ice
