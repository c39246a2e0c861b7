// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/bundle_groups.hpp"

#include <map>
#include <string_view>

#include "common/sdp/group.hpp"

namespace wims::ims_alg {

BundleGroups::BundleGroups(const sdp::SessionDescription& description) : members_(description.media.size()) {
    std::map<std::string_view, std::size_t> by_mid;
    for (std::size_t i = 0; i < description.media.size(); ++i)
        if (const auto mid = description.media[i].section.attribute("mid")) by_mid.emplace(*mid, i);

    for (const auto value : description.session.attributes("group")) {
        const auto group = sdp::Group::parse(value);
        if (!group || group->semantics != "BUNDLE") continue;
        Member member{true, nullptr};
        std::vector<std::size_t> indices;
        for (const auto& mid : group->mids)
            if (const auto it = by_mid.find(mid); it != by_mid.end()) indices.push_back(it->second);
        for (const auto index : indices)
            if (!member.speaker && description.media[index].port != 0) member.speaker = &description.media[index];
        for (const auto index : indices)
            if (!members_[index].grouped) members_[index] = member;
    }
}

}  // namespace wims::ims_alg
