// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <wims/common/metrics.hpp>

#include <wims/media/ip_endpoint.hpp>
#include <wims/media/packet.hpp>
#include "media/engine/context.hpp"

namespace wims::media::engine {

/// Finds the context of each datagram on the one W3 port: checks by the local ufrag in USERNAME, everything else by the
/// address that a check has bound. One address belongs to the context that proved it last.
class Dispatcher {
public:
    explicit Dispatcher(Metrics& metrics) : metrics_(metrics) {}

    /// The context outlives its registration.
    void add(Context& context);
    void remove(Context& context);
    /// Context::configure, and the checks that name its ICE credentials of after it.
    Result<iq::Configured> configure(Context& context, const iq::ConfigureRequest& request, TimePoint now);

    bool bound(const IpEndpoint& from) const { return by_address_.contains(from); }
    /// Its connection has gone: another pair has to be checked. [RFC 6544 7.1]
    void forget(const IpEndpoint& from);

    /// Where an answer to nobody's check goes.
    using Refusal = std::optional<ice::StunWriter>;
    struct Outcome {
        Context* context = nullptr;  ///< whose datagram it was, for its deadline
        Refusal refusal;             ///< to be sent back when it was nobody's
    };
    Outcome receive(Packet& packet, const IpEndpoint& from, TimePoint now);

private:
    Outcome receive_stun(Packet& packet, const IpEndpoint& from, TimePoint now);
    Outcome receive_response(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now);
    void bind(const IpEndpoint& from, Context& context);
    void remove_names(const Context& context);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    Metrics& metrics_;
    std::unordered_map<std::string, Context*, TextHash, std::equal_to<>> by_ufrag_;
    std::unordered_map<IpEndpoint, Context*, IpEndpointHash> by_address_;
};

}  // namespace wims::media::engine
