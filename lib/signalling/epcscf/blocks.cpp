// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/blocks.hpp"

#include <algorithm>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::epcscf {

namespace {
Error wrong(std::string text) { return {ErrorKind::usage, std::move(text)}; }
}  // namespace

Result<void> Blocks::check(const signalling::PCscfConfig& config) {
    for (const auto& block : config.blocks) {
        if (const auto w = identity::Wildcard::parse(block.wimpu); !w)
            return wrong("blocks: wimpu \"" + block.wimpu + "\": " + w.error().text);
        if (const auto p = identity::canonical(block.pilot); !p)
            return wrong("blocks: pilot \"" + block.pilot + "\": " + p.error().text);
        const auto same = [&](const auto& other) { return other.wimpu == block.wimpu; };
        if (std::count_if(config.blocks.begin(), config.blocks.end(), same) > 1)
            return wrong("blocks: wimpu \"" + block.wimpu + "\" is given twice");
        if (block.impi.find('@') == std::string::npos)
            return wrong("blocks: impi \"" + block.impi + "\" is no user@realm");
    }
    for (const auto& domain : config.domains) {
        const bool ours = std::any_of(config.blocks.begin(), config.blocks.end(),
                                      [&](const auto& block) { return block.wimpu == domain.wimpu; });
        if (!ours) return wrong("domains: \"" + domain.domain + "\" names a block that is not configured");
    }
    return {};
}

Blocks::Blocks(const signalling::PCscfConfig& config) : domains_(config.domains) {
    for (const auto& block : config.blocks)
        if (auto wildcard = identity::Wildcard::parse(block.wimpu))
            blocks_.push_back({block.wimpu, std::move(*wildcard), false, 0, {}});
}

BlockStatus* Blocks::serving(std::string_view domain) noexcept {
    for (const auto& d : domains_)
        if (identity::in_domain(domain, d.domain)) return find(d.wimpu);
    return nullptr;
}

BlockStatus* Blocks::find(std::string_view wimpu) noexcept {
    for (auto& block : blocks_)
        if (block.wimpu == wimpu) return &block;
    return nullptr;
}

const BlockStatus* Blocks::owning(std::string_view canonical_identity) const noexcept {
    const BlockStatus* best = nullptr;
    for (const auto& block : blocks_)
        if (block.wildcard.matches(canonical_identity) &&
            (best == nullptr || block.wildcard.literal_length() > best->wildcard.literal_length()))
            best = &block;
    return best;
}

std::size_t Blocks::in_service() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.in_service; }));
}

}  // namespace wims::epcscf
