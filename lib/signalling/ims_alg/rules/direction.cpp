// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include "common/sdp/connection.hpp"

/// Hold and resume pass through; c=0.0.0.0 of a core peer is the old way to say "I do not receive". On W3 that address
/// only means that no candidate is known yet. [RFC 3264 8.4, RFC 8839 4.3.1]
namespace wims::ims_alg {
namespace {

bool old_hold(const Reading& in) {
    if (in.side != Side::core) return false;
    const auto* line = in.media().section.find('c');
    if (!line) line = in.description.session.find('c');
    if (!line) return false;
    const auto connection = sdp::Connection::parse(line->value);
    return connection && connection->unspecified();
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    out.direction = sdp::direction_of(in.description.session, in.media().section);
    if (old_hold(in)) out.direction.receive = false;
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    out.section.add_flag(sdp::to_string(in.streams[index].direction));
}

}  // namespace

namespace rules_ {
const Rule direction{"direction", read, nullptr, write};
}

}  // namespace wims::ims_alg
