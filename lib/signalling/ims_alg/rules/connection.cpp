// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include <algorithm>

#include "common/sdp/connection.hpp"

/// Addresses and ports of m= and c=: the gateway's on both legs; only a core peer's are believed. (EPC-08, ALG-09)
namespace wims::ims_alg {
namespace {

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (in.side != Side::core) return std::nullopt;
    const auto* line = in.media().section.find('c');
    if (!line) line = in.description.session.find('c');
    if (!line) return Refusal{Refusal::Code::miscellaneous, "no c= for this m-line"};
    const auto connection = sdp::Connection::parse(line->value);
    if (!connection || !connection->numeric()) return Refusal{Refusal::Code::miscellaneous, "c= is no numeric address"};
    if (connection->multicast()) return Refusal{Refusal::Code::miscellaneous, "multicast is not served"};
    if (!connection->unspecified()) out.core_remote = iq::CoreRemote{{connection->address, in.media().port}, {}};
    return std::nullopt;
}

const iq::CoreLocal* core_local(const Writing& in, std::size_t index) {
    const auto& core = in.gateway.core;
    const auto it = std::find_if(core.begin(), core.end(), [index](const auto& c) { return c.id == index; });
    return it == core.end() ? nullptr : &*it;
}

void write_session(const Writing& in, sdp::Section& out) {
    if (in.side == Side::core && !in.gateway.core.empty())
        out.add('c', sdp::Connection::of(in.gateway.core.front().rtp.ip).to_string());
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.side == Side::access) {
        out.port = in.gateway.access_address.port;
        out.section.add('c', sdp::Connection::of(in.gateway.access_address.ip).to_string());
        return;
    }
    const auto* local = core_local(in, index);
    if (!local) return;
    out.port = local->rtp.port;
    if (local->rtp.ip != in.gateway.core.front().rtp.ip)
        out.section.add('c', sdp::Connection::of(local->rtp.ip).to_string());
}

void write_refused(const Writing& in, std::size_t, sdp::MediaDescription& out) {
    if (in.side == Side::access) out.section.add('c', "IN IP4 0.0.0.0");
}

}  // namespace

namespace rules_ {
const Rule connection{"connection", read, write_session, write, write_refused};
}

}  // namespace wims::ims_alg
