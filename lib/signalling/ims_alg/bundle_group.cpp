// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/bundle_group.hpp"

namespace wims::ims_alg {
namespace {

/// The first m-line of the group that has a port: the one whose transport the others share.
const sdp::MediaDescription* tagged(const sdp::SessionDescription& description, const sdp::Group& group) {
    for (const auto& mid : group.mids)
        for (const auto& media : description.media)
            if (media.port != 0 && media.section.attribute("mid") == mid) return &media;
    return nullptr;
}

}  // namespace

std::optional<sdp::Group> bundle_group_of(const sdp::SessionDescription& description, std::size_t index) {
    const auto mid = description.media[index].section.attribute("mid");
    if (!mid) return std::nullopt;
    for (const auto value : description.session.attributes("group")) {
        auto group = sdp::Group::parse(value);
        if (group && group->semantics == "BUNDLE" && group->holds(*mid)) return group;
    }
    return std::nullopt;
}

std::vector<std::string_view> transport_attributes(const Reading& in, std::string_view name) {
    if (auto own = in.media().section.attributes(name); !own.empty()) return own;
    // Only an m-line without a transport of its own borrows that of its group.
    if (in.policy.bundle && !in.media().section.has("ice-ufrag"))
        if (const auto group = bundle_group_of(in.description, in.index))
            if (const auto* speaker = tagged(in.description, *group))
                if (auto shared = speaker->section.attributes(name); !shared.empty()) return shared;
    return in.description.session.attributes(name);
}

std::optional<std::string_view> transport_attribute(const Reading& in, std::string_view name) {
    const auto values = transport_attributes(in, name);
    return values.empty() ? std::nullopt : std::optional(values.front());
}

}  // namespace wims::ims_alg
