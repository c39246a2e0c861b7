// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/group.hpp"
#include "signalling/ims_alg/bundle_groups.hpp"
#include "signalling/ims_alg/rule.hpp"

/// BUNDLE and mid: terminated on W3, unknown to the core. (BND-01…03, K5) [RFC 9143 7.3]
namespace wims::ims_alg {
namespace {

std::optional<Refusal> read(const Reading& in, Stream& out) {
    const auto& media = in.media();
    if (in.side == Side::access) {
        out.mid = media.section.attribute("mid").value_or("");
        out.in_bundle = in.policy.bundle && in.groups.holds(in.index);
        if (in.offer && media.section.has("bundle-only")) {
            if (!out.in_bundle) return Refusal{Refusal::Code::miscellaneous, "bundle-only without BUNDLE"};
            return std::nullopt;
        }
    }
    if (media.port == 0) return Refusal{Refusal::Code::miscellaneous, "port is 0"};
    return std::nullopt;
}

void write_session(const Writing& in, sdp::Section& out) {
    if (in.side != Side::access || !in.policy.bundle) return;
    sdp::Group group{"BUNDLE", {}};
    for (const auto& stream : in.streams)
        if (stream.used() && stream.in_bundle && !stream.mid.empty()) group.mids.push_back(stream.mid);
    if (!group.mids.empty()) out.add_attribute("group", group.to_string());
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    const auto& stream = in.streams[index];
    if (in.side != Side::access) return;
    if (!stream.mid.empty()) out.section.add_attribute("mid", stream.mid);
    if (!in.offer || !stream.bundle_only) return;
    out.port = 0;
    out.section.add_flag("bundle-only");
}

void write_mid(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    const auto& mid = in.streams[index].mid;
    if (in.side == Side::access && !mid.empty()) out.section.add_attribute("mid", mid);
}

}  // namespace

namespace rules_ {
const Rule bundle{"bundle", read, write_session, write, write_mid};
}

}  // namespace wims::ims_alg
