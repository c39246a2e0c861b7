// SPDX-License-Identifier: Apache-2.0
#include "wwsf/blocks.hpp"

#include <algorithm>
#include <set>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::wwsf {

namespace {

Error wrong(const ServedBlock& block, const std::string& what) {
    return {ErrorKind::usage, "block " + block.wimpu + ": " + what};
}

/// The address becomes part of the page's content policy.
bool good_address(const std::string& wss) {
    return wss.starts_with("wss://") && wss.size() > 6 && wss.find_first_of(" \t\r\n;,'\"") == std::string::npos;
}

Result<void> check(const ServedBlock& block) {
    if (!good_address(block.wss))
        return wrong(block, "its eP-CSCF is written wss://host:port, not '" + block.wss + "'");
    if (block.allocation == Allocation::ep_cscf && block.domains.empty())
        return wrong(block, "the eP-CSCF allocates, and no domain says for whom");
    if (block.allocation == Allocation::third_party && !block.domains.empty())
        return wrong(block, "this party allocates, so that the block's own domain is its users'");
    return {};
}

}  // namespace

Result<Blocks> Blocks::create(std::vector<ServedBlock> blocks) {
    if (blocks.empty()) return Error{ErrorKind::usage, "no block: a WIC would have nowhere to register"};
    Blocks made;
    std::set<std::string> domains;
    for (const ServedBlock& block : blocks) {
        if (auto good = check(block); !good) return good.error();
        auto wildcard = identity::Wildcard::parse(block.wimpu);
        if (!wildcard) return wrong(block, wildcard.error().text);
        for (const auto& other : made.wildcards_) {
            if (other.text() == wildcard->text())
                return wrong(block, "is listed twice; one eP-CSCF serves a block (WWS-05)");
            if (other.may_overlap(*wildcard)) return wrong(block, "overlaps " + other.text() + " (WWS-06)");
        }
        for (const auto& domain : block.domains)
            if (!domains.insert(domain).second) return wrong(block, "the domain " + domain + " has two blocks");
        made.wildcards_.push_back(std::move(*wildcard));
    }
    made.blocks_ = std::move(blocks);
    return made;
}

const ServedBlock* Blocks::of(std::string_view identity) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const bool inside = blocks_[i].allocation == Allocation::third_party
                                ? wildcards_[i].matches(identity)
                                : identity::in_any_domain(identity::host_of(identity), blocks_[i].domains);
        if (inside) return &blocks_[i];
    }
    return nullptr;
}

Result<std::string> Blocks::individual(std::string_view number) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (blocks_[i].allocation != Allocation::third_party) continue;
        std::string identity = wildcards_[i].with(number);
        if (!wildcards_[i].matches(identity)) return wrong(blocks_[i], "its expression takes no number");
        return identity;
    }
    return Error{ErrorKind::usage, "there is no block whose identities this party allocates"};
}

std::vector<std::string> Blocks::sockets() const {
    std::set<std::string> found;
    for (const auto& block : blocks_)
        found.insert(block.wss.substr(0, block.wss.find('/', std::string_view("wss://").size())));
    return {found.begin(), found.end()};
}

}  // namespace wims::wwsf
