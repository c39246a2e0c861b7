// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/blocks.hpp"

#include <algorithm>
#include <map>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::epcscf {

namespace {

Error wrong(std::string text) { return {ErrorKind::usage, std::move(text)}; }

/// An IMPU must lie in one block only. (R3-07)
Result<void> check_apart(const std::vector<signalling::Block>& blocks) {
    std::vector<identity::Wildcard> seen;
    for (const auto& block : blocks) {
        auto wildcard = identity::Wildcard::parse(block.wimpu);
        if (!wildcard) return wrong("blocks: wimpu \"" + block.wimpu + "\": " + wildcard.error().text);
        for (const auto& other : seen) {
            if (other.text() == wildcard->text()) return wrong("blocks: wimpu \"" + block.wimpu + "\" is given twice");
            if (other.may_overlap(*wildcard))
                return wrong("blocks: wimpu \"" + block.wimpu + "\" overlaps \"" + other.text() + '"');
        }
        seen.push_back(std::move(*wildcard));
    }
    return {};
}

Result<void> check_domains(const signalling::PCscfConfig& config) {
    std::map<std::string, w6::AllocatedBy> allocations;
    for (const auto& domain : config.domains) {
        if (domain.wimpu.empty()) continue;  // the registrar chooses
        const bool ours = std::any_of(config.blocks.begin(), config.blocks.end(),
                                      [&](const auto& block) { return block.wimpu == domain.wimpu; });
        if (!ours) return wrong("domains: \"" + domain.domain + "\" names a block that is not configured");
        if (allocations.emplace(domain.wimpu, domain.allocation).first->second != domain.allocation)
            return wrong("domains: two say differently who allocates from \"" + domain.wimpu + '"');
    }
    return {};
}

}  // namespace

Result<void> Blocks::check(const signalling::PCscfConfig& config) {
    if (const auto apart = check_apart(config.blocks); !apart) return apart;
    for (const auto& block : config.blocks) {
        if (const auto p = identity::canonical(block.pilot); !p)
            return wrong("blocks: pilot \"" + block.pilot + "\": " + p.error().text);
        if (block.impi.find('@') == std::string::npos)
            return wrong("blocks: impi \"" + block.impi + "\" is no user@realm");
    }
    return check_domains(config);
}

Blocks::Blocks(const signalling::PCscfConfig& config) : domains_(config.domains) {
    for (const auto& block : config.blocks)
        if (auto wildcard = identity::Wildcard::parse(block.wimpu))
            blocks_.push_back({.wimpu = block.wimpu, .wildcard = std::move(*wildcard), .service_route = {}});
    for (const auto& domain : domains_)
        if (auto* block = find(domain.wimpu)) block->allocation = domain.allocation;
}

BlockStatus* Blocks::serving(std::string_view identity) noexcept {
    BlockStatus* allocating = nullptr;
    for (const auto& d : domains_) {
        if (!identity::in_domain(identity::host_of(identity), d.domain)) continue;
        auto* block = find(d.wimpu);
        if (block == nullptr) continue;
        if (d.allocation == w6::AllocatedBy::third_party) {
            if (block->wildcard.matches(identity)) return block;
        } else if (allocating == nullptr) {
            allocating = block;
        }
    }
    return allocating;
}

bool Blocks::open(std::string_view identity) const noexcept {
    return std::any_of(domains_.begin(), domains_.end(), [&](const auto& d) {
        return d.wimpu.empty() && identity::in_domain(identity::host_of(identity), d.domain);
    });
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

void Blocks::doubt(std::string_view wimpu) {
    if (const auto* block = find(wimpu); block != nullptr && block->doubted) block->doubted();
}

void Blocks::doubt() {
    for (const auto& block : blocks_)
        if (block.epoch != 0 && block.doubted) block.doubted();
}

std::size_t Blocks::in_service() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.in_service; }));
}

}  // namespace wims::epcscf
